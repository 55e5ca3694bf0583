import Foundation
import Linux
import Testing

/// A socket on the loopback, at a port that the kernel chose.
struct Listener: ~Copyable {
    private let socket: Descriptor
    let port: UInt16

    init() throws {
        let socket = Descriptor(
            owning: try retrying("socket") {
                Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            })
        port = try Self.listen(on: socket.raw)
        self.socket = socket
    }

    private static func listen(on socket: Int32) throws -> UInt16 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try unsafe withUnsafeMutablePointer(to: &address) { pointer in
            try unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                try retrying("bind") { unsafe bind(socket, name, length) }
                try retrying("listen") { Glibc.listen(socket, 1) }
                try retrying("getsockname") { unsafe getsockname(socket, name, &length) }
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The next connection. A client that never comes is a failure, not a test that never ends.
    func accept() throws -> FileHandle {
        var waiting = pollfd(fd: socket.raw, events: Int16(POLLIN), revents: 0)
        let ready = try retrying("poll") { unsafe poll(&waiting, 1, 30_000) }
        try #require(ready == 1)
        let connection = try retrying("accept") { Glibc.accept(socket.raw, nil, nil) }
        _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
        return FileHandle(fileDescriptor: connection, closeOnDealloc: true)
    }
}

internal import CPrisoner
internal import Glibc
internal import Linux

/// Real sockets, for a prisoner to hold or to try.
enum Socket {
    static func unix() throws(SystemCallError) -> Int32 {
        try retrying("socket") { socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0) }
    }

    static func listen(at path: String) throws(SystemCallError) -> Int32 {
        let server = try unix()
        try retrying("bind") { unsafe withAddress(path) { unsafe bind(server, $0, $1) } }
        try retrying("listen") { Glibc.listen(server, 8) }
        return server
    }

    static func connect(to path: String) throws(SystemCallError) -> Int32 {
        let client = try unix()
        try retrying("connect") { connect(client, to: path) }
        return client
    }

    static func connect(_ client: Int32, to path: String) -> Int32 {
        unsafe withAddress(path) { unsafe Glibc.connect(client, $0, $1) }
    }

    /// A server on a port of the kernel's choice.
    static func listenOnLoopback() throws(SystemCallError) -> UInt16 {
        let server = try retrying("socket") { tcp() }
        try retrying("bind") { unsafe withLoopback(0) { unsafe bind(server, $0, $1) } }
        try retrying("listen") { Glibc.listen(server, 8) }
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try retrying("getsockname") {
            unsafe withUnsafeMutablePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe getsockname(server, $0, &length) }
            }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    static func tcp() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    static func withLoopback<Result>(_ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return unsafe withUnsafePointer(to: address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    static func withAddress<Result>(_ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &address.sun_path) {
            unsafe $0.copyBytes(from: path.utf8.prefix($0.count - 1))
        }
        return unsafe withUnsafePointer(to: address) {
            unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}

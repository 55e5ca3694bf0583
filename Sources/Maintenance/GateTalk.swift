internal import Glibc
internal import HTTP2
internal import Linux

/// HTTP/2 with a gate of maintenance over its standard input and output, one request after the other.
final class GateTalk {
    private let session: ClientSession
    private var toGate: Descriptor?
    private let fromGate: Descriptor

    /// Takes our ends of the pipes.
    init(to toGate: consuming Descriptor, from fromGate: consuming Descriptor) throws(MaintenanceError) {
        session = try Self.talking { () throws(HTTP2Error) in try ClientSession() }
        self.toGate = consume toGate
        self.fromGate = consume fromGate
    }

    /// Stores a file.
    ///
    /// - Returns: the status of the answer; `nil` where none came.
    /// - Throws: ``MaintenanceError`` where the gate hung up.
    func post(_ path: String, _ bytes: [UInt8]) throws(MaintenanceError) -> Int? {
        let exchange = try Self.talking { () throws(HTTP2Error) in
            try session.request(
                "POST", path, headers: [("content-length", String(bytes.count))], body: FixedBody(bytes))
        }
        while !exchange.isOver {
            if session.wantsWrite { try send() }
            guard !exchange.isOver else { break }
            try receive(waiting: !session.wantsWrite)
        }
        return exchange.answerEnded ? exchange.status : nil
    }

    /// Says that no request follows.
    func hangUp() { toGate = nil }

    /// A gate reads while it writes, so a pipe that blocks does not block for ever.
    private func send() throws(MaintenanceError) {
        guard let raw = toGate?.raw else { return }
        do throws(SystemCallError) {
            try unsafe session.send { (bytes) throws(SystemCallError) in
                try retrying("write") { unsafe write(raw, bytes.baseAddress, bytes.count) }
            }
        } catch {
            throw .system(error)
        }
    }

    private func receive(waiting: Bool) throws(MaintenanceError) {
        var watched = pollfd(fd: fromGate.raw, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&watched, 1, waiting ? 1000 : 0) > 0 else { return }
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        let count: Int
        do throws(SystemCallError) {
            count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                try unsafe fromGate.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
        } catch {
            throw .system(error)
        }
        guard count > 0 else { throw .gate("it hung up") }
        try Self.talking { () throws(HTTP2Error) in
            try unsafe chunk.withUnsafeBufferPointer { (buffer) throws(HTTP2Error) in
                try unsafe session.receive(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: buffer[..<count])))
            }
        }
    }

    private static func talking<Result>(
        _ body: () throws(HTTP2Error) -> Result
    ) throws(MaintenanceError) -> Result {
        do throws(HTTP2Error) { return try body() } catch { throw .gate("it cannot be understood: \(error)") }
    }
}

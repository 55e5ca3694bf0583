import Glibc
import HTTP2
import Linux
import Peer

extension Peer {
    /// A peer of a server that runs on a thread of its own and answers with what it was asked.
    static func ofEchoServer() throws -> Peer {
        let up = try Pipe()
        let down = try Pipe()
        let peer = try Peer(reading: consume down.reading, writing: consume up.writing)
        let server = EchoServer(reading: consume up.reading, writing: consume down.writing)
        var thread = pthread_t()
        let start = unsafe Unmanaged.passRetained(server).toOpaque()
        let work: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { server in
            guard let server = unsafe server else { return nil }
            unsafe Unmanaged<EchoServer>.fromOpaque(server).takeRetainedValue().run()
            return nil
        }
        unsafe pthread_create(&thread, nil, work, start)
        pthread_detach(thread)
        return peer
    }
}

/// Echoes bodies and request lines, on descriptors that block.
private final class EchoServer {
    private let recorder = Recorder()
    private let reading: Descriptor
    private let writing: Descriptor

    init(reading: consuming Descriptor, writing: consuming Descriptor) {
        self.reading = reading
        self.writing = writing
        recorder.whenAsked = { session, head, stream in
            guard head.endStream else { return }
            session.respond(
                stream, ResponseHead(status: 200, headers: [("x-path", head.path)]),
                body: head.path == "/broken" ? BrokenBody() : FixedBody(Array("\(head.method) \(head.path)".utf8)))
        }
        recorder.whenEnded = { [unowned recorder] session, stream in
            session.respond(stream, ResponseHead(status: 200), body: FixedBody(recorder.bodies[stream] ?? []))
        }
    }

    /// Until the client hangs up, or breaks the protocol.
    func run() {
        defer { recorder.session = nil }
        do {
            let session = try ServerSession(limits: SessionLimits(), events: recorder)
            recorder.session = session
            try serve(session)
        } catch {
            // The peer sees the end of the pipe.
        }
    }

    private func serve(_ session: ServerSession) throws {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        try reading.setNonblocking(true)
        try writing.setNonblocking(true)
        while !session.isOver {
            var polls = [
                pollfd(fd: reading.raw, events: Int16(POLLIN), revents: 0),
                pollfd(fd: session.wantsWrite ? writing.raw : -1, events: Int16(POLLOUT), revents: 0),
            ]
            _ = unsafe poll(&polls, 2, -1)
            if polls[0].revents != 0 {
                let count = try unsafe buffer.withUnsafeMutableBytes { try unsafe reading.read(into: $0) }
                if count == 0 { return }
                try unsafe buffer.withUnsafeBytes { bytes in
                    try unsafe session.receive(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
                }
            }
            try session.send { (outgoing) throws(SystemCallError) -> Int? in
                guard let bytes = unsafe outgoing.pieces.first else { return nil }
                return try unsafe write(bytes)
            }
        }
    }

    private func write(_ bytes: UnsafeRawBufferPointer) throws(SystemCallError) -> Int? {
        do throws(SystemCallError) { return try unsafe writing.write(some: bytes) } catch {
            guard error.code == EAGAIN else { throw error }
            return nil
        }
    }
}

/// A body of which nothing ever comes.
private final class BrokenBody: BodySource {
    let ready = BodyState.failed

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        // Nothing was announced, so nothing is asked for.
    }
}

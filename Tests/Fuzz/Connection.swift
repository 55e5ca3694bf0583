internal import HTTP2

/// A connection from its first byte on; the first byte says in what pieces it comes, and whether the preface is ours.
enum HTTP2Target {
    @Sendable static func run(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let answers = Answers()
        guard let session = try? ServerSession(limits: SessionLimits(), events: answers) else { return }
        answers.session = session
        let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8) + [0, 0, 0, 4, 0, 0, 0, 0, 0]
        let stream = (first & 0x80 == 0 ? preface : []) + bytes.dropFirst()
        let piece = max(1, Int(first & 0x7f))
        var start = 0
        while start < stream.count, session.wantsRead {
            let end = min(start + piece, stream.count)
            unsafe stream[start..<end].withUnsafeBytes { unsafe try? session.receive($0) }
            session.send { unsafe $0.pieces.reduce(0) { $0 + $1.count } }
            start = end
        }
        precondition(session.failure == nil || !session.wantsRead)
    }

    /// Answers everything, some of it with a body.
    private final class Answers: ServerEvents, BodySource {
        weak var session: ServerSession?

        func request(_ head: RequestHead, on stream: StreamID) {
            precondition(head.path.utf8.allSatisfy { (0x21...0x7e).contains($0) })
            let status = head.path.utf8.count % 3 == 0 ? 403 : 200
            session?.respond(stream, ResponseHead(status: status), body: head.method == "GET" ? self : nil)
        }

        func body(_ bytes: UnsafeRawBufferPointer, on stream: StreamID) { session?.consume(bytes.count, on: stream) }

        func bodyEnded(on stream: StreamID) {}

        func closed(_ stream: StreamID, error: UInt32) {}

        var ready: BodyState { .bytes(10, last: true) }

        func take(into buffer: UnsafeMutableRawBufferPointer) {
            unsafe buffer.initializeMemory(as: UInt8.self, repeating: 1)
        }
    }
}

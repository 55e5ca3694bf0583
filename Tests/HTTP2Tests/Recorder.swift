import HTTP2

/// A server's caller that writes down what it is told, and does what the test says.
final class Recorder: ServerEvents {
    var heads: [StreamID: RequestHead] = [:]
    var bodies: [StreamID: [UInt8]] = [:]
    var ended: [StreamID] = []
    var closed: [StreamID: UInt32] = [:]
    /// Whether bodies are consumed as they come.
    var consumes = true
    /// Whether nothing is written down, as in a long run.
    var forgets = false
    var session: ServerSession?
    /// What to do with a request.
    var whenAsked: (ServerSession, RequestHead, StreamID) -> Void = { _, _, _ in }
    /// What to do with a request whose body is complete.
    var whenEnded: (ServerSession, StreamID) -> Void = { _, _ in }

    func request(_ head: RequestHead, on stream: StreamID) {
        if !forgets { heads[stream] = head }
        if let session { whenAsked(session, head, stream) }
    }

    func body(_ bytes: UnsafeRawBufferPointer, on stream: StreamID) {
        if !forgets { unsafe bodies[stream, default: []] += bytes }
        if consumes { session?.consume(bytes.count, on: stream) }
    }

    func bodyEnded(on stream: StreamID) {
        ended.append(stream)
        if let session { whenEnded(session, stream) }
    }

    func closed(_ stream: StreamID, error: UInt32) {
        if !forgets { closed[stream] = error }
    }
}

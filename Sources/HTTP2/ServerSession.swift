internal import CNghttp2

/// The server's end of one HTTP/2 connection with prior knowledge. It does no I/O: bytes go in, bytes come out.
///
/// One thread uses it. The order of a loop's turn: ``receive(_:)`` what has been read, then ``send(_:)``; read only
/// while ``wantsRead``, write only while ``wantsWrite``; leave when ``isOver``.
///
/// Memory is bounded by the limits: bodies by the windows (they are credited by ``consume(_:on:)`` alone), heads by
/// their size, answers that the peer does not read by their number.
public final class ServerSession {
    let engine: Engine
    let limits: SessionLimits
    /// Not owned: it owns the session, and is there as long as that.
    unowned let events: any ServerEvents
    /// The requests that are not over.
    var streams: [StreamID: ServerStream] = [:]
    /// The header block that is coming in; there is one at a time (RFC 9113, 4.3).
    var parser: RequestParser?
    var budget = AbuseBudget()
    /// What the last PING of ours carries.
    private var lastPing: UInt64 = 0
    /// Whether a PING of ours has no answer yet.
    public private(set) var awaitsPing = false

    /// Starts a connection. `events` is not retained and must live as long as the session.
    ///
    /// - Throws: `invalidLimits`, `outOfMemory`.
    public init(limits: SessionLimits, events: any ServerEvents) throws(HTTP2Error) {
        self.limits = limits
        self.events = events
        let settings = [
            Setting(NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits.streams),
            Setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, limits.streamWindow),
            Setting(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, limits.frame),
            Setting(NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, limits.headerBytes),
            Setting(NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1),
        ]
        engine = try Engine(
            .server, settings: settings, connectionWindow: limits.connectionWindow, largestFrame: Output.serverFrame)
        engine.endpoint = self
    }

    /// Takes what was read from the peer, and reports what it means.
    ///
    /// - Throws: why the connection is over. A last word to the peer may still be sent.
    public func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
        try unsafe engine.receive(bytes)
    }

    /// Lets the peer send `count` more bytes, of this body and in all: those that were reported and are done with.
    public func consume(_ count: Int, on stream: StreamID) {
        engine.check(unsafe nghttp2_session_consume(engine.session, stream.number, count))
    }

    /// Hands what there is to say to `write`, which says how many bytes of it it took, or nil where it would have to
    /// wait. The rest is kept for the next time.
    ///
    /// - Throws: what `write` throws.
    public func send<Failure: Error>(_ write: (Outgoing) throws(Failure) -> Int?) throws(Failure) {
        try engine.send(write)
    }

    /// Whether to read on.
    public var wantsRead: Bool { engine.wantsRead }

    /// Whether there is something to write.
    public var wantsWrite: Bool { engine.wantsWrite }

    /// Whether the connection has ended in an orderly way or by an error, and the last word was written.
    public var isOver: Bool { engine.isOver }

    /// Why the connection is over, where it broke.
    public var failure: HTTP2Error? { engine.fate }

    /// Asks the peer for a sign of life; ``awaitsPing`` is true until it comes.
    public func ping() {
        lastPing += 1
        awaitsPing = true
        unsafe withUnsafeBytes(of: lastPing) {
            engine.check(
                unsafe nghttp2_submit_ping(engine.session, 0, $0.assumingMemoryBound(to: UInt8.self).baseAddress))
        }
    }

    /// The answer to a PING came.
    func pingAnswered(_ mark: UInt64) {
        if mark == lastPing { awaitsPing = false }
    }
}

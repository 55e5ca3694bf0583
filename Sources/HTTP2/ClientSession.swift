internal import CNghttp2

/// The client's end of one HTTP/2 connection with prior knowledge: for tests, the conformance suite and benchmarks.
///
/// Like ``ServerSession`` it does no I/O, and one thread uses it.
public final class ClientSession {
    let engine: Engine
    let settings: ClientSettings
    /// The requests that are not over.
    var exchanges: [StreamID: Exchange] = [:]
    /// The code with which the server said goodbye, if it did.
    public internal(set) var goaway: UInt32?
    /// PINGs that the server answered.
    public internal(set) var answeredPings = 0

    /// Starts a connection: the preface and our settings are ready to be sent.
    ///
    /// - Throws: `invalidLimits`, `outOfMemory`.
    public init(_ settings: ClientSettings = ClientSettings()) throws(HTTP2Error) {
        self.settings = settings
        let entries = [
            Setting(NGHTTP2_SETTINGS_ENABLE_PUSH, 0),
            Setting(NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, settings.streamWindow),
            Setting(NGHTTP2_SETTINGS_MAX_FRAME_SIZE, settings.frame),
        ]
        engine = try Engine(
            .client, settings: entries, connectionWindow: settings.connectionWindow, largestFrame: Output.clientFrame)
        engine.endpoint = self
    }

    /// Asks. Where the server allows no more requests at a time, it waits for its turn.
    ///
    /// - Parameters:
    ///   - method: for example `GET`.
    ///   - path: with the query.
    ///   - headers: further fields, `content-length` too; they are not checked.
    ///   - body: where the request's body comes from.
    ///   - sink: who takes the answer's body; without it, the exchange keeps it.
    /// - Returns: what will become of it.
    /// - Throws: `library` where nghttp2 does not accept the request.
    public func request(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: (any BodySource)? = nil,
        sink: ((RawSpan) -> Void)? = nil
    ) throws(HTTP2Error) -> Exchange {
        let pseudo = [(":method", method), (":scheme", "http"), (":authority", "localhost"), (":path", path)]
        let number = unsafe FieldList(pseudo + headers).withPairs { fields in
            var source = unsafe nghttp2_data_provider(
                source: nghttp2_data_source(), read_callback: Callbacks.readBody)
            return unsafe body == nil
                ? nghttp2_submit_request(engine.session, nil, fields.baseAddress, fields.count, nil, nil)
                : nghttp2_submit_request(engine.session, nil, fields.baseAddress, fields.count, &source, nil)
        }
        guard number > 0 else { throw HTTP2Error(library: number) }
        let exchange = Exchange(stream: StreamID(number), source: body, sink: sink)
        exchanges[exchange.stream] = exchange
        return exchange
    }

    /// Asks the request's body again, after it said `later`.
    public func resume(_ stream: StreamID) {
        engine.check(unsafe nghttp2_session_resume_data(engine.session, stream.number))
    }

    /// Breaks a request off with a code of RFC 9113, 7.
    public func reset(_ stream: StreamID, code: UInt32) {
        engine.check(unsafe nghttp2_submit_rst_stream(engine.session, 0, stream.number, code))
    }

    /// Lets the server send `count` more bytes; only where the settings do not consume at once.
    public func consume(_ count: Int, on stream: StreamID) {
        engine.check(unsafe nghttp2_session_consume(engine.session, stream.number, count))
    }

    /// Asks the server for a sign of life; see ``answeredPings``.
    public func ping() {
        engine.check(unsafe nghttp2_submit_ping(engine.session, 0, nil))
    }

    /// Takes what was read from the server.
    ///
    /// - Throws: why the connection is over.
    public func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
        try unsafe engine.receive(bytes)
    }

    /// Hands what there is to say to `write`, as ``ServerSession/send(_:)`` does.
    ///
    /// - Throws: what `write` throws.
    public func send<Failure: Error>(
        _ write: (UnsafeRawBufferPointer) throws(Failure) -> Int?
    ) throws(Failure) {
        try engine.send { (outgoing) throws(Failure) -> Int? in
            // A client lends no pipes.
            guard let bytes = unsafe outgoing.pieces.first else { return nil }
            return try unsafe write(bytes)
        }
    }

    /// Whether to read on.
    public var wantsRead: Bool { engine.wantsRead }

    /// Whether there is something to write.
    public var wantsWrite: Bool { engine.wantsWrite }

    /// Whether the connection has ended, and the last word was written.
    public var isOver: Bool { engine.isOver }

    /// Why the connection is over, where it broke.
    public var failure: HTTP2Error? { engine.fate }
}

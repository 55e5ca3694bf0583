internal import CNghttp2

/// One nghttp2 session and its output; the one place, with `Callbacks`, that knows how to drive it.
@safe final class Engine {
    /// nghttp2's own object; freed with this one.
    let session: OpaquePointer
    let outbox: Outbox
    /// Bytes in a DATA frame that we send, at most.
    let largestFrame: Int
    /// Who is told. Not owned: it owns the engine, and it alone calls nghttp2, which calls nobody when it is freed. A weak
    /// reference would make each use of the endpoint slower.
    unowned var endpoint: (any Endpoint)?
    /// Why the connection is over, once it is.
    var fate: HTTP2Error?

    /// Makes a session, and queues our settings and the window of the connection.
    ///
    /// - Throws: `invalidLimits` or `outOfMemory`.
    init(
        _ role: Role, settings: [Setting], connectionWindow: Int, largestFrame: Int
    ) throws(HTTP2Error) {
        unsafe session = try role.open()
        self.largestFrame = largestFrame
        outbox = Outbox(capacity: Output.target + largestFrame + Output.piece)
        unsafe nghttp2_session_set_user_data(session, Unmanaged.passUnretained(self).toOpaque())
        try submit(settings)
        let window = Int32(clamping: connectionWindow)
        guard unsafe nghttp2_session_set_local_window_size(session, 0, 0, window) == 0 else { throw .invalidLimits }
    }

    deinit {
        unsafe nghttp2_session_del(session)
    }

    private func submit(_ settings: [Setting]) throws(HTTP2Error) {
        let entries = settings.map {
            nghttp2_settings_entry(settings_id: Int32($0.kind), value: UInt32(clamping: $0.value))
        }
        let code = unsafe entries.withUnsafeBufferPointer {
            unsafe nghttp2_submit_settings(session, 0, $0.baseAddress, $0.count)
        }
        guard code == 0 else { throw code == NGHTTP2_ERR_NOMEM.rawValue ? .outOfMemory : .invalidLimits }
    }

    /// Hands the peer's bytes to nghttp2.
    ///
    /// - Throws: why the connection is over; what it has to say to the peer can still be sent.
    func receive(_ bytes: UnsafeRawBufferPointer) throws(HTTP2Error) {
        if let fate { throw fate }
        let start = unsafe bytes.assumingMemoryBound(to: UInt8.self)
        let count = unsafe nghttp2_session_mem_recv(session, start.baseAddress, start.count)
        if fate == nil, count < 0 { fate = HTTP2Error(library: Int32(clamping: count)) }
        guard let fate else { return }
        unsafe nghttp2_session_terminate_session(session, fate.code)
        throw fate
    }

    /// Gathers frames until about ``Output/target`` bytes wait.
    func fill() {
        while outbox.count < Output.target, outbox.room >= Output.piece {
            var piece: UnsafePointer<UInt8>?
            let count = unsafe nghttp2_session_mem_send(session, &piece)
            if count < 0 { fate = fate ?? HTTP2Error(library: Int32(clamping: count)) }
            guard count > 0 else { return }
            unsafe outbox.append(UnsafeRawBufferPointer(start: piece, count: count))
        }
    }

    /// Hands what there is to say to `write` until that takes nothing more, there is nothing more, or it was a lot.
    func send<Failure: Error>(_ write: (Outgoing) throws(Failure) -> Int?) throws(Failure) {
        var sent = 0
        while sent < Output.turn {
            fill()
            guard !outbox.isEmpty, let count = try outbox.withNext(write), count > 0 else { return }
            outbox.drop(count)
            sent += count
        }
    }

    /// Whether more of the peer's bytes are welcome: not where the connection is over.
    var wantsRead: Bool { unsafe fate == nil && nghttp2_session_want_read(session) != 0 }

    /// Whether `send` would have something to write.
    var wantsWrite: Bool {
        unsafe !outbox.isEmpty || nghttp2_session_want_write(session) != 0
    }

    /// Whether the connection has ended, from either side, and nothing is left to say.
    var isOver: Bool {
        unsafe outbox.isEmpty && nghttp2_session_want_read(session) == 0 && nghttp2_session_want_write(session) == 0
    }

    /// Remembers that memory ran out, which is the one way in which a call with right arguments fails.
    func check(_ code: Int32) {
        if code == NGHTTP2_ERR_NOMEM.rawValue { fate = fate ?? .outOfMemory }
    }
}

extension HTTP2Error {
    /// From an error number of nghttp2.
    init(library number: Int32) {
        self =
            switch number {
            case NGHTTP2_ERR_BAD_CLIENT_MAGIC.rawValue: .notHTTP2
            case NGHTTP2_ERR_FLOODED.rawValue: .tooManyUnreadAnswers
            case NGHTTP2_ERR_TOO_MANY_CONTINUATIONS.rawValue: .tooManyContinuations
            case NGHTTP2_ERR_NOMEM.rawValue: .outOfMemory
            default: .library(number)
            }
    }

    /// The code of RFC 9113, 7 for the GOAWAY that tells the peer.
    var code: UInt32 {
        switch self {
        case .notHTTP2: NGHTTP2_PROTOCOL_ERROR.rawValue
        case .protocolViolation(let code): code
        case .tooManyBrokenStreams, .headersTooLarge, .tooManyContinuations, .tooManyEmptyFrames, .tooManySettings,
            .tooManyUnreadAnswers:
            NGHTTP2_ENHANCE_YOUR_CALM.rawValue
        case .peerGaveUp: NGHTTP2_NO_ERROR.rawValue
        case .invalidLimits, .outOfMemory, .library: NGHTTP2_INTERNAL_ERROR.rawValue
        }
    }
}

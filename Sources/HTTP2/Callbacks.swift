internal import CNghttp2

/// What nghttp2 calls. Each finds the ``Engine`` in the user data; none may fail but through the engine's fate.
enum Callbacks {
    /// Tells nghttp2 all of them.
    static func install(in callbacks: OpaquePointer) {
        unsafe installReceiving(in: callbacks)
        unsafe installSending(in: callbacks)
    }

    private static func installReceiving(in callbacks: OpaquePointer) {
        unsafe nghttp2_session_callbacks_set_on_begin_frame_callback(callbacks) { _, head, user in
            guard let engine = unsafe Engine.from(user), let head = unsafe head else { return 0 }
            return unsafe engine.began(head.pointee)
        }
        unsafe nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks) { _, frame, user in
            unsafe Engine.tell(user, frame) { $0.headersBegan($1) }
        }
        unsafe nghttp2_session_callbacks_set_on_header_callback(callbacks) {
            _, frame, name, nameCount, value, count, _, user in
            guard let frame = unsafe frame else { return 0 }
            return unsafe Engine.tell(user) {
                unsafe $0.field(
                    UnsafeBufferPointer(start: name, count: nameCount), UnsafeBufferPointer(start: value, count: count),
                    on: StreamID(frame.pointee.hd.stream_id))
            }
        }
        unsafe nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks) { _, frame, user in
            unsafe Engine.tell(user, frame) { $0.received($1) }
        }
        unsafe nghttp2_session_callbacks_set_on_invalid_frame_recv_callback(callbacks) { _, frame, _, user in
            unsafe Engine.tell(user, frame) { $0.rejected($1) }
        }
        unsafe nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks) {
            _, _, stream, bytes, count, user in
            unsafe Engine.tell(user) {
                unsafe $0.bodyReceived(UnsafeRawBufferPointer(start: bytes, count: count), on: StreamID(stream))
            }
        }
        unsafe nghttp2_session_callbacks_set_on_stream_close_callback(callbacks) { _, stream, code, user in
            // Called from sending too, where an error would keep our last word from being sent.
            unsafe Engine.from(user)?.endpoint?.closed(StreamID(stream), error: code)
            return 0
        }
    }

    private static func installSending(in callbacks: OpaquePointer) {
        unsafe nghttp2_session_callbacks_set_on_frame_send_callback(callbacks) { _, frame, user in
            guard let engine = unsafe Engine.from(user), let frame = unsafe frame else { return 0 }
            return unsafe engine.sent(Frame(frame))
        }
        unsafe nghttp2_session_callbacks_set_data_source_read_length_callback(callbacks) {
            _, _, _, connectionWindow, streamWindow, frame, user in
            guard let engine = unsafe Engine.from(user) else { return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue) }
            return min(Int(connectionWindow), Int(streamWindow), Int(frame), engine.largestFrame)
        }
        unsafe nghttp2_session_callbacks_set_send_data_callback(callbacks) { _, frame, head, count, _, user in
            guard let engine = unsafe Engine.from(user), let frame = unsafe frame, let head = unsafe head else {
                return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue
            }
            return unsafe engine.sendData(Frame(frame), head: head, count: count)
        }
    }

    /// Asks a body what is there, and says so to nghttp2 without copying.
    static let readBody: nghttp2_data_source_read_callback = { _, stream, _, room, flags, _, user in
        guard let engine = unsafe Engine.from(user), let flags = unsafe flags else {
            return Int(NGHTTP2_ERR_CALLBACK_FAILURE.rawValue)
        }
        switch engine.endpoint?.body(of: StreamID(stream))?.ready ?? .failed {
        case .failed: return Int(NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue)
        case .later, .bytes(0, last: false): return Int(NGHTTP2_ERR_DEFERRED.rawValue)
        case .bytes(let count, let last):
            unsafe flags.pointee |= NGHTTP2_DATA_FLAG_NO_COPY.rawValue
            if last && count <= room { unsafe flags.pointee |= NGHTTP2_DATA_FLAG_EOF.rawValue }
            return min(count, room)
        }
    }
}

extension Engine {
    /// The engine that was set as user data.
    static func from(_ user: UnsafeMutableRawPointer?) -> Engine? {
        unsafe user.map { unsafe Unmanaged<Engine>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Tells the endpoint, and nghttp2 whether to go on.
    static func tell(_ user: UnsafeMutableRawPointer?, _ what: (any Endpoint) -> Void) -> Int32 {
        guard let engine = unsafe from(user) else { return NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }
        if let endpoint = engine.endpoint { what(endpoint) }
        return engine.verdict
    }

    /// Tells the endpoint about a frame, and nghttp2 whether to go on.
    static func tell(
        _ user: UnsafeMutableRawPointer?, _ frame: UnsafePointer<nghttp2_frame>?, _ what: (any Endpoint, Frame) -> Void
    ) -> Int32 {
        guard let frame = unsafe frame else { return 0 }
        return unsafe tell(user) { unsafe what($0, Frame(frame)) }
    }

    /// Whether nghttp2 shall go on.
    var verdict: Int32 { fate == nil ? 0 : NGHTTP2_ERR_CALLBACK_FAILURE.rawValue }

    /// A frame of the peer begins: header blocks have a size that no honest peer needs.
    func began(_ head: nghttp2_frame_hd) -> Int32 {
        let isHeader = head.type == NGHTTP2_HEADERS.rawValue || head.type == NGHTTP2_CONTINUATION.rawValue
        if isHeader && head.length > Abuse.headerFrame { fate = .headersTooLarge }
        return verdict
    }

    /// A frame of ours went; a GOAWAY with a code is the end.
    func sent(_ frame: Frame) -> Int32 {
        if frame.kind == .goaway && frame.error != 0 { fate = fate ?? .protocolViolation(code: frame.error) }
        endpoint?.sent(frame)
        return 0
    }

    /// Puts a DATA frame into the output: its head, then its bytes, on loan from the body or straight from there.
    func sendData(_ frame: Frame, head: UnsafePointer<UInt8>, count: Int) -> Int32 {
        let headCount = 9
        guard outbox.count < Output.target, outbox.room >= headCount + count else {
            return NGHTTP2_ERR_WOULDBLOCK.rawValue
        }
        guard let body = endpoint?.body(of: frame.stream) else { return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE.rawValue }
        unsafe outbox.append(UnsafeRawBufferPointer(start: head, count: headCount))
        if count == 0 { return 0 }
        if let loan = body.lend(count) { outbox.append(loan) } else { unsafe body.take(into: outbox.extend(by: count)) }
        return 0
    }
}

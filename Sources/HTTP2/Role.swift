internal import CNghttp2

/// Which end of a connection a session is.
enum Role {
    case server, client

    /// Makes nghttp2's session, with the options that this end needs.
    ///
    /// - Throws: `outOfMemory`.
    func open() throws(HTTP2Error) -> OpaquePointer {
        var callbacks: OpaquePointer?
        var options: OpaquePointer?
        var session: OpaquePointer?
        defer {
            unsafe nghttp2_session_callbacks_del(callbacks)
            unsafe nghttp2_option_del(options)
        }
        unsafe nghttp2_session_callbacks_new(&callbacks)
        unsafe nghttp2_option_new(&options)
        guard let callbacks = unsafe callbacks, let options = unsafe options else { throw .outOfMemory }
        unsafe Callbacks.install(in: callbacks)
        unsafe set(options)
        switch self {
        case .server: unsafe nghttp2_session_server_new2(&session, callbacks, nil, options)
        case .client: unsafe nghttp2_session_client_new2(&session, callbacks, nil, options)
        }
        guard let session = unsafe session else { throw .outOfMemory }
        return unsafe session
    }

    private func set(_ options: OpaquePointer) {
        unsafe nghttp2_option_set_no_auto_window_update(options, 1)
        unsafe nghttp2_option_set_max_outbound_ack(options, Abuse.waitingAnswers)
        unsafe nghttp2_option_set_max_continuations(options, Abuse.continuations)
        unsafe nghttp2_option_set_stream_reset_rate_limit(options, Abuse.resets.burst, Abuse.resets.perSecond)
        unsafe nghttp2_option_set_no_closed_streams(options, 1)
        switch self {
        case .server:
            // The rules of RFC 9113, 8 are `RequestParser`'s: nghttp2 would reset where the contract says 400.
            unsafe nghttp2_option_set_no_http_messaging(options, 1)
        case .client:
            unsafe nghttp2_option_set_max_reserved_remote_streams(options, 0)
        }
    }
}

/// One entry of a SETTINGS frame.
struct Setting {
    let kind: UInt32
    let value: Int

    init(_ kind: nghttp2_settings_id, _ value: Int) {
        self.kind = kind.rawValue
        self.value = value
    }
}

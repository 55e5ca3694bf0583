internal import CNghttp2

extension ServerSession {
    /// Answers a request, once; for a stream that is over or was answered it does nothing.
    ///
    /// A status of 300 and above while the body is still coming is an early refusal: what comes of the body is thrown
    /// away, and the stream is reset with NO_ERROR after the answer (RFC 9113, 8.1). After an early 200 the body is
    /// reported as before.
    ///
    /// - Parameters:
    ///   - stream: the request's.
    ///   - head: the status and the header fields.
    ///   - body: where the body comes from; without one, the answer ends with its head.
    public func respond(_ stream: StreamID, _ head: ResponseHead, body: (any BodySource)?) {
        guard let state = streams[stream], !state.answered else { return }
        state.answered = true
        state.body = body
        if head.status >= 300 && !state.requestEnded { state.ignoresBody = true }
        let fields = FieldList([(":status", String(head.status))] + head.headers)
        engine.check(
            unsafe fields.withPairs { fields in
                var source = unsafe nghttp2_data_provider(
                    source: nghttp2_data_source(), read_callback: Callbacks.readBody)
                return unsafe body == nil
                    ? nghttp2_submit_response(engine.session, stream.number, fields.baseAddress, fields.count, nil)
                    : nghttp2_submit_response(
                        engine.session, stream.number, fields.baseAddress, fields.count, &source)
            })
    }

    /// Asks the body of `stream` again, after it said `later`.
    public func resume(_ stream: StreamID) {
        engine.check(unsafe nghttp2_session_resume_data(engine.session, stream.number))
    }

    func body(of stream: StreamID) -> (any BodySource)? { streams[stream]?.body }

    func sent(_ frame: Frame) {
        guard let stream = streams[frame.stream] else { return }
        if frame.kind == .reset && frame.error == NGHTTP2_INTERNAL_ERROR.rawValue { stream.isClientsFault = false }
        guard frame.endsStream else { return }
        stream.answerSent = true
        stream.body = nil
        if stream.ignoresBody && !stream.requestEnded { reset(frame.stream, NGHTTP2_NO_ERROR) }
    }
}

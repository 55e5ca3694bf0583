internal import CNghttp2

extension ServerSession: Endpoint {
    func headersBegan(_ frame: Frame) {
        parser = RequestParser(limit: limits.headerBytes, isTrailer: frame.kind != .request)
    }

    func field(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, on stream: StreamID) {
        unsafe parser?.add(name, value)
        if let size = parser?.size, size > limits.headerBytes * Abuse.headerBomb { engine.fate = .headersTooLarge }
    }

    func received(_ frame: Frame) {
        if let abuse = budget.received(frame) { engine.fate = abuse }
        switch frame.kind {
        case .request: requestBegan(frame)
        case .laterHeaders: trailerReceived(frame)
        case .data where frame.endsStream: requestEnded(frame.stream)
        case .ping where frame.isAck: pingAnswered(frame.mark)
        case .data, .response, .reset, .settings, .ping, .goaway, .other: break
        }
    }

    func rejected(_ frame: Frame) {
        if streams[frame.stream] == nil { requestBroke() }
    }

    private func requestBroke() {
        if let abuse = budget.requestBroke() { engine.fate = abuse }
    }

    private func requestBegan(_ frame: Frame) {
        defer { parser = nil }
        guard let parser else { return }
        takeTurns(frame.stream)
        do throws(RequestParser.Problem) {
            let head = try parser.head(endStream: frame.endsStream)
            streams[frame.stream] = ServerStream(
                contentLength: head.contentLength, requestEnded: frame.endsStream, isReported: true)
            events.request(head, on: frame.stream)
        } catch {
            let stream = ServerStream(contentLength: nil, requestEnded: frame.endsStream, isReported: false)
            streams[frame.stream] = stream
            reject(stream, frame.stream, error)
        }
    }

    /// Lets all answers go on side by side, whatever priority the client gives them.
    private func takeTurns(_ stream: StreamID) {
        var priority = nghttp2_extpri(urgency: UInt32(NGHTTP2_EXTPRI_DEFAULT_URGENCY), inc: 1)
        engine.check(
            unsafe nghttp2_session_change_extpri_stream_priority(engine.session, stream.number, &priority, 1))
    }

    private func trailerReceived(_ frame: Frame) {
        defer { parser = nil }
        guard let parser, let stream = streams[frame.stream] else { return }
        guard parser.isGoodTrailer, frame.endsStream else { return reject(stream, frame.stream, .malformed) }
        requestEnded(frame.stream)
    }

    func bodyReceived(_ bytes: UnsafeRawBufferPointer, on id: StreamID) {
        guard let stream = streams[id], !stream.ignoresBody else { return consume(bytes.count, on: id) }
        stream.received += bytes.count
        if let announced = stream.contentLength, stream.received > announced {
            consume(bytes.count, on: id)
            return reject(stream, id, .malformed)
        }
        unsafe events.body(bytes, on: id)
    }

    private func requestEnded(_ id: StreamID) {
        guard let stream = streams[id] else { return }
        stream.requestEnded = true
        guard !stream.ignoresBody else { return }
        if let announced = stream.contentLength, stream.received != announced {
            return reject(stream, id, .malformed)
        }
        events.bodyEnded(on: id)
    }

    /// Answers a request that breaks the rules of HTTP, or resets it where it was answered before.
    private func reject(_ stream: ServerStream, _ id: StreamID, _ problem: RequestParser.Problem) {
        stream.error = NGHTTP2_PROTOCOL_ERROR.rawValue
        stream.ignoresBody = true
        guard !stream.answered else { return reset(id, NGHTTP2_PROTOCOL_ERROR) }
        switch problem {
        case .malformed: respond(id, ResponseHead(status: 400), body: nil)
        case .tooLarge: respond(id, ResponseHead(status: 431), body: nil)
        }
    }

    func reset(_ id: StreamID, _ code: nghttp2_error_code) {
        engine.check(unsafe nghttp2_submit_rst_stream(engine.session, 0, id.number, code.rawValue))
    }

    func closed(_ id: StreamID, error: UInt32) {
        guard let stream = streams.removeValue(forKey: id) else { return }
        stream.body = nil
        // A peer that breaks off may call it no error (0), but it is one.
        let wasBroken = error != 0 || !stream.answerSent
        let code = stream.error != 0 ? stream.error : wasBroken && error == 0 ? NGHTTP2_CANCEL.rawValue : error
        if code == 0 { budget.requestSucceeded() } else if stream.isClientsFault { requestBroke() }
        if stream.isReported { events.closed(id, error: code) }
    }
}

extension ClientSession: Endpoint {
    func headersBegan(_ frame: Frame) {
        // Fields of an interim answer are replaced by those of the final one.
    }

    func field(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>, on stream: StreamID) {
        let field = unsafe HeaderField(
            String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        exchanges[stream]?.take(field)
    }

    func received(_ frame: Frame) {
        switch frame.kind {
        case .data:
            guard let exchange = exchanges[frame.stream] else { return }
            exchange.largestFrame = max(exchange.largestFrame, frame.length)
            exchange.answerEnded = exchange.answerEnded || frame.endsStream
        case .response, .laterHeaders:
            if frame.endsStream { exchanges[frame.stream]?.answerEnded = true }
        case .ping: if frame.isAck { answeredPings += 1 }
        case .goaway: goaway = frame.error
        case .request, .reset, .settings, .other: break
        }
    }

    func bodyReceived(_ bytes: UnsafeRawBufferPointer, on stream: StreamID) {
        unsafe exchanges[stream]?.take(bytes)
        if settings.consumesAtOnce { consume(bytes.count, on: stream) }
    }

    func closed(_ stream: StreamID, error: UInt32) {
        guard let exchange = exchanges.removeValue(forKey: stream) else { return }
        exchange.end = error
        exchange.source = nil
    }

    func rejected(_ frame: Frame) {
        // nghttp2 resets the stream or ends the connection; both are seen elsewhere.
    }

    func sent(_ frame: Frame) {
        if frame.endsStream { exchanges[frame.stream]?.source = nil }
    }

    func body(of stream: StreamID) -> (any BodySource)? { exchanges[stream]?.source }
}

internal import CNghttp2

/// What a session needs to know of a frame that came or went.
struct Frame {
    /// The kinds that matter here. Source: RFC 9113, 6.
    enum Kind {
        case data, request, response, laterHeaders, reset, settings, ping, goaway, other
    }

    let kind: Kind
    let stream: StreamID
    /// Bytes of its payload.
    let length: Int
    let endsStream: Bool
    let isAck: Bool
    /// Of a RST_STREAM or GOAWAY; else 0.
    let error: UInt32
    /// The eight bytes of a PING; else 0.
    let mark: UInt64

    init(_ frame: UnsafePointer<nghttp2_frame>) {
        let head = unsafe frame.pointee.hd
        let type = UInt32(head.type)
        kind = unsafe Self.kind(of: type, frame)
        stream = StreamID(head.stream_id)
        length = head.length
        let hasEnd = type == NGHTTP2_DATA.rawValue || type == NGHTTP2_HEADERS.rawValue
        endsStream = hasEnd && UInt32(head.flags) & NGHTTP2_FLAG_END_STREAM.rawValue != 0
        isAck = !hasEnd && UInt32(head.flags) & NGHTTP2_FLAG_ACK.rawValue != 0
        error =
            switch kind {
            case .reset: unsafe frame.pointee.rst_stream.error_code
            case .goaway: unsafe frame.pointee.goaway.error_code
            case .data, .request, .response, .laterHeaders, .settings, .ping, .other: 0
            }
        mark = kind == .ping ? unsafe Self.mark(frame) : 0
    }

    private static func kind(of type: UInt32, _ frame: UnsafePointer<nghttp2_frame>) -> Kind {
        switch type {
        case NGHTTP2_DATA.rawValue: .data
        case NGHTTP2_HEADERS.rawValue: headersKind(unsafe frame.pointee.headers.cat)
        case NGHTTP2_RST_STREAM.rawValue: .reset
        case NGHTTP2_SETTINGS.rawValue: .settings
        case NGHTTP2_PING.rawValue: .ping
        case NGHTTP2_GOAWAY.rawValue: .goaway
        default: .other
        }
    }

    private static func headersKind(_ category: nghttp2_headers_category) -> Kind {
        switch category {
        case NGHTTP2_HCAT_REQUEST: .request
        case NGHTTP2_HCAT_RESPONSE: .response
        default: .laterHeaders
        }
    }

    private static func mark(_ frame: UnsafePointer<nghttp2_frame>) -> UInt64 {
        var bytes = unsafe frame.pointee.ping.opaque_data
        return unsafe withUnsafeBytes(of: &bytes) { unsafe $0.loadUnaligned(as: UInt64.self) }
    }
}

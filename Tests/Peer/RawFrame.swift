/// A frame as bytes, right or wrong, for what an honest session would never send. Source: RFC 9113, 4.1 and 6.
public struct RawFrame: Hashable, Sendable {
    /// What a client says first. Source: RFC 9113, 3.4.
    public static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// The number of the frame's kind.
    public var type: UInt8
    /// The flags; what they mean depends on the kind.
    public var flags: UInt8
    /// The stream, 0 for the connection.
    public var stream: Int32
    /// All after the nine bytes of its head.
    public var payload: [UInt8]

    /// Takes what the frame says.
    public init(type: UInt8, flags: UInt8 = 0, stream: Int32 = 0, payload: [UInt8] = []) {
        self.type = type
        self.flags = flags
        self.stream = stream
        self.payload = payload
    }

    /// As it goes over the wire.
    public var bytes: [UInt8] {
        let length = UInt32(payload.count)
        let head = [UInt8(truncatingIfNeeded: length >> 16), UInt8(truncatingIfNeeded: length >> 8)]
        return head + [UInt8(truncatingIfNeeded: length), type, flags] + Self.word(UInt32(bitPattern: stream)) + payload
    }

    /// The frames in `bytes`; an incomplete one at the end is left out.
    public static func all(in bytes: [UInt8]) -> [RawFrame] {
        var frames: [RawFrame] = []
        var rest = bytes[...]
        while rest.count >= 9 {
            let head = Array(rest.prefix(9))
            let length = Int(head[0]) << 16 | Int(head[1]) << 8 | Int(head[2])
            guard rest.count >= 9 + length else { break }
            let stream = head[5...].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            frames.append(
                RawFrame(
                    type: head[3], flags: head[4], stream: Int32(bitPattern: stream & 0x7fff_ffff),
                    payload: Array(rest.dropFirst(9).prefix(length))))
            rest = rest.dropFirst(9 + length)
        }
        return frames
    }

    /// Four bytes, the highest first.
    static func word(_ value: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }
}

extension RawFrame {
    /// DATA.
    public static func data(_ stream: Int32, _ payload: [UInt8], end: Bool = false) -> RawFrame {
        RawFrame(type: 0, flags: end ? 1 : 0, stream: stream, payload: payload)
    }

    /// HEADERS with a block of its own making; `complete` says that no CONTINUATION follows.
    public static func headers(
        _ stream: Int32, block: [UInt8], end: Bool = true, complete: Bool = true
    ) -> RawFrame {
        RawFrame(type: 1, flags: (end ? 1 : 0) | (complete ? 4 : 0), stream: stream, payload: block)
    }

    /// HEADERS with these fields, each a literal that is not indexed (RFC 7541, 6.2.2), names as they are.
    public static func headers(_ stream: Int32, _ fields: [(String, String)], end: Bool = true) -> RawFrame {
        headers(stream, block: block(fields), end: end)
    }

    /// A request without further fields.
    public static func request(_ stream: Int32, _ method: String, _ path: String, end: Bool = true) -> RawFrame {
        headers(stream, requestFields(method, path), end: end)
    }

    /// The pseudo fields of a request.
    public static func requestFields(_ method: String, _ path: String) -> [(String, String)] {
        [(":method", method), (":scheme", "http"), (":authority", "localhost"), (":path", path)]
    }

    /// A header block of literals.
    public static func block(_ fields: [(String, String)]) -> [UInt8] {
        fields.flatMap { [0] + text($0.0) + text($0.1) }
    }

    /// RST_STREAM.
    public static func reset(_ stream: Int32, code: UInt32) -> RawFrame {
        RawFrame(type: 3, stream: stream, payload: word(code))
    }

    /// SETTINGS with these entries, or its acknowledgement.
    public static func settings(_ entries: [(UInt16, UInt32)] = [], ack: Bool = false) -> RawFrame {
        let payload = entries.flatMap { [UInt8($0.0 >> 8), UInt8(truncatingIfNeeded: $0.0)] + word($0.1) }
        return RawFrame(type: 4, flags: ack ? 1 : 0, payload: payload)
    }

    /// PING.
    public static func ping(_ mark: UInt8 = 0) -> RawFrame {
        RawFrame(type: 6, payload: [UInt8](repeating: mark, count: 8))
    }

    /// WINDOW_UPDATE.
    public static func windowUpdate(_ stream: Int32, _ bytes: UInt32) -> RawFrame {
        RawFrame(type: 8, stream: stream, payload: word(bytes))
    }

    /// CONTINUATION.
    public static func continuation(_ stream: Int32, block: [UInt8], complete: Bool) -> RawFrame {
        RawFrame(type: 9, flags: complete ? 4 : 0, stream: stream, payload: block)
    }

    /// A string without Huffman coding. Source: RFC 7541, 5.2.
    private static func text(_ text: String) -> [UInt8] {
        number(text.utf8.count, prefix: 7) + text.utf8
    }

    /// An integer. Source: RFC 7541, 5.1.
    private static func number(_ value: Int, prefix: Int) -> [UInt8] {
        let most = (1 << prefix) - 1
        guard value >= most else { return [UInt8(value)] }
        var bytes = [UInt8(most)]
        var rest = value - most
        while rest >= 128 {
            bytes.append(UInt8(rest & 127 | 128))
            rest >>= 7
        }
        return bytes + [UInt8(rest)]
    }
}

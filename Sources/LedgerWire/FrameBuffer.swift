/// What came out of a socket and is not used yet. It cuts the stream of bytes into frames.
public struct FrameBuffer: Sendable {
    private var bytes: [UInt8] = []
    private var start = 0

    /// An empty one.
    public init() {}

    /// How many bytes wait.
    public var count: Int { bytes.count - start }

    /// Adds what was read.
    public mutating func append(_ more: some Sequence<UInt8>) {
        if start > 0 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes.append(contentsOf: more)
    }

    /// Takes the next frame, without its length, or `nil` where it is not whole yet.
    ///
    /// - Throws: ``WireError/badLength(_:)`` as soon as the length is there and no frame can have it; nothing that
    ///   follows in the stream means anything then.
    public mutating func next() throws(WireError) -> [UInt8]? {
        guard count >= 4 else { return nil }
        let length = bytes[start..<start + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        guard (UInt32(WireLimits.header)...UInt32(WireLimits.frame)).contains(length) else { throw .badLength(length) }
        guard count >= 4 + Int(length) else { return nil }
        defer {
            start += 4 + Int(length)
            if start == bytes.count { (bytes, start) = ([], 0) }
        }
        return Array(bytes[start + 4..<start + 4 + Int(length)])
    }
}

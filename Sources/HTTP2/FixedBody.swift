/// A body that is all there.
public final class FixedBody: BodySource {
    private let bytes: [UInt8]
    private var taken = 0

    /// Takes all of the body.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// What is left.
    public var ready: BodyState { .bytes(bytes.count - taken, last: true) }

    /// Hands on the next bytes.
    public func take(into buffer: UnsafeMutableRawBufferPointer) {
        let next = bytes[taken..<taken + buffer.count]
        unsafe buffer.copyBytes(from: next)
        taken += buffer.count
    }
}

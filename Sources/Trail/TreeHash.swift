/// A hash of the tree over all rows: of a leaf, of a node, or of the root. 32 bytes, kept without a buffer of their own.
public struct TreeHash: Hashable, Sendable, CustomStringConvertible {
    /// How many bytes it has.
    public static let length = 32

    private let value: SIMD32<UInt8>

    /// Takes 32 bytes; `nil` for any other number of them.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.length else { return nil }
        value = SIMD32(bytes)
    }

    init(_ value: SIMD32<UInt8>) { self.value = value }

    /// The 32 bytes.
    public var bytes: [UInt8] { (0..<Self.length).map { value[$0] } }

    /// Calls `body` with the 32 bytes.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        unsafe withUnsafeBytes(of: value, body)
    }

    /// In hexadecimal digits, 64 of them.
    public var description: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// libcrypto could not compute a SHA-256: it has no memory, or its configuration forbids it.
public struct HashingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no more to say about it.
    public init() {}

    /// For a log.
    public var description: String { "libcrypto cannot compute SHA-256" }
}

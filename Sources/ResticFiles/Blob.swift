/// What a piece of a pack is. The raw value is the word of index files.
public enum BlobKind: String, Sendable {
    case data, tree
}

/// One piece in a pack, as an index or the pack's own header tells of it.
public struct Blob: Hashable, Sendable {
    /// The SHA-256 of its plain bytes, if it is told true.
    public let id: BlobID
    /// What it is.
    public let kind: BlobKind
    /// Where it starts in the pack, in bytes.
    public let offset: UInt64
    /// Bytes that it takes there, sealed.
    public let length: UInt64
    /// Bytes before compression; `nil` where it is not compressed.
    public let plainLength: UInt64?

    /// Takes all of it.
    public init(id: BlobID, kind: BlobKind, offset: UInt64, length: UInt64, plainLength: UInt64?) {
        self.id = id
        self.kind = kind
        self.offset = offset
        self.length = length
        self.plainLength = plainLength
    }
}

/// A SHA-256, kept in four words since there are millions of them.
public struct BlobID: Hashable, Sendable {
    private let words: SIMD4<UInt64>

    /// From 32 bytes; `nil` where they are more or fewer.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() { words[index / 8] = words[index / 8] << 8 | UInt64(byte) }
        self.words = words
    }

    /// From 64 lower-case hex digits; `nil` where it is anything else.
    public init?(hex: String) {
        let digits = Array(hex.utf8)
        guard digits.count == 64 else { return nil }
        var words = SIMD4<UInt64>()
        for (index, digit) in digits.enumerated() {
            let value: UInt8
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = digit - UInt8(ascii: "a") + 10
            default: return nil
            }
            words[index / 16] = words[index / 16] << 4 | UInt64(value)
        }
        self.words = words
    }

    /// Its 32 bytes.
    public var bytes: [UInt8] {
        (0..<32).map { UInt8(truncatingIfNeeded: words[$0 / 8] >> UInt64(56 - 8 * ($0 % 8))) }
    }

    /// Its 64 lower-case hex digits.
    public var hex: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

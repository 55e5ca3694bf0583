/// The part of a file that a client asks for.
///
/// Source: RFC 9110, section 14.1.2.
public enum ByteRange: Hashable, Sendable {
    /// From this offset to the end.
    case from(UInt64)
    /// From the first to the last of these offsets, both included.
    case between(UInt64, UInt64)
    /// That many bytes at the end.
    case last(UInt64)

    /// Parses a `Range` header with one range of bytes.
    ///
    /// Anything else is `nil`, which is answered with the whole file: RFC 9110 section 14.2 lets a server ignore a
    /// range that is malformed, of an unknown unit, or one of several.
    public init?(header: some StringProtocol) {
        guard header.hasPrefix("bytes="), header.utf8.count <= 64 else { return nil }
        let parts = header.dropFirst(6).split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        switch (parts[0].isEmpty, parts[1].isEmpty) {
        case (false, true):
            guard let first = Self.number(parts[0]) else { return nil }
            self = .from(first)
        case (false, false):
            guard let first = Self.number(parts[0]), let last = Self.number(parts[1]), first <= last else { return nil }
            self = .between(first, last)
        case (true, false):
            guard let count = Self.number(parts[1]) else { return nil }
            self = .last(count)
        case (true, true): return nil
        }
    }

    /// The offsets of a file of `size` bytes, or `nil` where the range lies outside of it (416).
    public func resolve(size: UInt64) -> Range<UInt64>? {
        switch self {
        case .from(let first): first < size ? first..<size : nil
        case .between(let first, let last): first < size ? first..<(min(last, size - 1) + 1) : nil
        case .last(let count): count > 0 && size > 0 ? (size - min(count, size))..<size : nil
        }
    }

    /// Digits only: `UInt64("+5")` would be a number too.
    private static func number(_ text: some StringProtocol) -> UInt64? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        return UInt64(text)
    }
}

/// The name of a client, a repository or a storage: `[a-z0-9][a-z0-9._-]{0,62}`.
///
/// It serves as a file's name, so it can hold neither a slash nor a leading dot.
public struct Name: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name itself.
    public let description: String

    /// Accepts a name, or nothing else.
    public init?(_ text: some StringProtocol) {
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first, Self.isAlphanumeric(first),
            text.utf8.allSatisfy({ Self.isAlphanumeric($0) || ".-_".utf8.contains($0) })
        else { return nil }
        description = String(text)
    }

    /// Takes a text of this program that is a name.
    init(unchecked text: String) { description = text }

    /// Orders by bytes.
    public static func < (left: Self, right: Self) -> Bool { left.description < right.description }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: false
        }
    }
}

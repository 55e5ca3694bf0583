internal import Crypto
public import Trail

/// How large a tree was, and its root: all rows up to then, and their order. Source: c2sp.org/tlog-checkpoint.
public struct Checkpoint: Hashable, Sendable {
    /// Whose tree; for ours, the name of the key that signs it.
    public let origin: String
    /// How many rows it covers: those from 1 to this number.
    public let size: UInt64
    /// The root of the tree of these rows.
    public let root: TreeHash
    /// Lines that others may add; ours have none.
    public let extensions: [String]

    /// Takes what we say of our own tree.
    public init(origin: KeyName, size: UInt64, root: TreeHash) {
        self.origin = origin.description
        self.size = size
        self.root = root
        extensions = []
    }

    /// Reads a note's text; `nil` where it is no checkpoint.
    public init?(text: String) {
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 || $0 == UInt8(ascii: "\n") }
        let bytes = Array(text.utf8)
        guard isPlain, bytes.last == UInt8(ascii: "\n") else { return nil }
        let lines = bytes.dropLast().split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard lines.count >= 3, !lines.contains(""), let size = Self.size(lines[1]),
            let root = Base64.decode(lines[2]).flatMap({ TreeHash($0) })
        else { return nil }
        origin = lines[0]
        self.size = size
        self.root = root
        extensions = Array(lines[3...])
    }

    /// Decimal digits without leading zeros.
    private static func size(_ text: String) -> UInt64? {
        guard let size = UInt64(text), String(size) == text else { return nil }
        return size
    }

    /// The text that is signed.
    public var text: String {
        ([origin, "\(size)", Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined()
    }
}

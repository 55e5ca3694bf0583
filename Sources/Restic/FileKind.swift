/// The kinds of files that a repository holds many of. The raw value is the folder, on the wire and on the disk.
///
/// Source: restic `doc/design.rst`, "Repository Layout".
public enum FileKind: String, CaseIterable, Sendable {
    case data, index, keys, locks, snapshots
}

/// The name of a stored file: the lower-case hex SHA-256 of its bytes.
///
/// Source: restic `doc/design.rst`, "Repository Format".
public struct FileName: Hashable, Sendable {
    /// 64 characters of `0-9a-f`; so it holds no "/", no ".", and no NUL.
    public let hex: String

    /// Accepts a name, or nothing else.
    public init?(_ text: some StringProtocol) {
        let hex = String(text)
        guard Self.isName(hex.utf8) else { return nil }
        self.hex = hex
    }

    /// Whether these bytes are a name: for whoever looks at very many and wants no value of each.
    @inlinable
    public static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        bytes.count == 64 && bytes.allSatisfy { 0x30 <= $0 && $0 <= 0x39 || 0x61 <= $0 && $0 <= 0x66 }
    }

    /// The name of bytes with this SHA-256; `nil` unless it has 32 bytes.
    public init?(digest: some Collection<UInt8>) {
        guard digest.count == 32 else { return nil }
        let digits = Array("0123456789abcdef".utf8)
        let characters = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        self.hex = String(decoding: characters, as: UTF8.self)
    }

    /// The folder below `data/` that holds a pack of this name: its first two digits.
    public var shard: String { String(hex.prefix(2)) }
}

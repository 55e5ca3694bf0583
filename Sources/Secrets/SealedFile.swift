internal import Policy
internal import Sodium

/// The content of a sealed file, version 1:
///
///     16  "postern-sealed", 0, version
///     16  the identity of the key
///      8  when it was set: seconds since 1970, the highest byte first
///     24  nonce
///     ..  what is sealed, and 16 bytes of tag
///
/// The first 40 bytes, the vault's kind and the secret's name are bound to it as associated data: a file that is renamed,
/// moved to the other vault, or of another version cannot be opened.
struct SealedFile: Hashable, Sendable {
    /// The only version that we know.
    static let version: UInt8 = 1
    /// Bytes of the longest file.
    static let longest = boundLength + SealingKey.nonceLength + Vault.longest + SealingKey.tagLength

    private static let mark = Array("postern-sealed".utf8) + [0]
    private static let boundLength = mark.count + 1 + SealingKey.identityLength + 8

    /// The key that it was sealed with.
    let key: [UInt8]
    /// When the secret was set, in seconds since 1970.
    let set: Int64
    private let nonce: [UInt8]
    private let sealed: [UInt8]

    /// Seals a secret.
    ///
    /// - Parameters:
    ///   - secret: the secret.
    ///   - name: its name.
    ///   - kind: the vault that it is for.
    ///   - set: when it was set, in seconds since 1970.
    ///   - key: what seals it.
    init(
        sealing secret: borrowing SecretBytes, _ name: Name, _ kind: Vault.Kind, set: Int64,
        with key: borrowing SealingKey
    ) {
        self.key = key.identity
        self.set = set
        (nonce, sealed) = key.seal(secret, associated: Self.bound(key.identity, set) + Self.label(name, kind))
    }

    /// Reads a file; `nil` where it is too short, or not one of ours.
    ///
    /// - Parameters:
    ///   - bytes: all of it.
    ///   - path: the file, for the error.
    /// - Throws: ``SecretError/otherVersion(_:_:)``.
    init?(_ bytes: [UInt8], at path: String) throws(SecretError) {
        guard bytes.starts(with: Self.mark), bytes.count > Self.mark.count else { return nil }
        let version = bytes[Self.mark.count]
        guard version == Self.version else { throw .otherVersion(version, path) }
        guard bytes.count >= Self.boundLength + SealingKey.nonceLength + SealingKey.tagLength else { return nil }
        var rest = bytes[(Self.mark.count + 1)...]
        func take(_ count: Int) -> ArraySlice<UInt8> {
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
        key = Array(take(SealingKey.identityLength))
        set = Int64(bitPattern: take(8).reduce(0) { $0 << 8 | UInt64($1) })
        nonce = Array(take(SealingKey.nonceLength))
        sealed = Array(rest)
    }

    /// The whole file.
    var bytes: [UInt8] { Self.bound(key, set) + nonce + sealed }

    /// Opens it.
    ///
    /// - Throws: ``SodiumError/forged``.
    func open(_ name: Name, _ kind: Vault.Kind, with key: borrowing SealingKey) throws(SodiumError) -> SecretBytes {
        try key.open(sealed, nonce: nonce, associated: Self.bound(self.key, set) + Self.label(name, kind))
    }

    private static func bound(_ key: [UInt8], _ set: Int64) -> [UInt8] {
        let time = UInt64(bitPattern: set)
        return mark + [version] + key + (0..<8).reversed().map { UInt8(truncatingIfNeeded: time >> (8 * $0)) }
    }

    private static func label(_ name: Name, _ kind: Vault.Kind) -> [UInt8] {
        Array("\(kind.rawValue)\0\(name)".utf8)
    }
}

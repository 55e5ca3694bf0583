internal import Crypto
internal import Sodium

/// The public half of a signing key with its name, written `NAME+ID+KEY`. It may be shown to anybody.
///
/// Source: c2sp.org/signed-note, "Ed25519 signatures"; the text is that of Go's `sumdb/note`.
public struct VerifierKey: Hashable, Sendable, CustomStringConvertible {
    /// The key's name.
    public let name: KeyName
    /// The first 32 bits of a hash over name and key: a handle, not a proof.
    public let id: UInt32
    /// The Ed25519 key, 32 bytes.
    public let publicKey: [UInt8]

    /// The byte that stands for Ed25519.
    static let ed25519: UInt8 = 1

    /// Takes a name and a public key; `nil` where that has not 32 bytes, or nothing can be hashed.
    public init?(name: KeyName, publicKey: [UInt8]) {
        guard publicKey.count == Ed25519Key.publicLength, let digest = SHA256() else { return nil }
        digest.add(name.description.utf8)
        digest.add([UInt8(ascii: "\n"), Self.ed25519])
        digest.add(publicKey)
        guard let sum = digest.finish() else { return nil }
        self.name = name
        self.publicKey = publicKey
        id = sum.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Reads what ``description`` writes; `nil` for anything else, or where the ID does not fit.
    public init?(_ text: some StringProtocol) {
        // The base64 text may hold a `+` too.
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = KeyName(parts[0]), let bytes = Base64.decode(parts[2]),
            bytes.first == Self.ed25519, let key = VerifierKey(name: name, publicKey: Array(bytes.dropFirst())),
            key.hexID == parts[1]
        else { return nil }
        self = key
    }

    /// The ID in eight hexadecimal digits.
    var hexID: String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    /// `NAME+ID+KEY`, in one line.
    public var description: String { "\(name)+\(hexID)+\(Base64.encode([Self.ed25519] + publicKey))" }
}

internal import Crypto
public import Sodium

/// A signing key with its name. It signs checkpoints of one trail, and nothing else: the first line of all that it signs
/// is its own name, so that no signature can be taken for one of something else.
public struct SignerKey: Sendable {
    /// The half that may be shown.
    public let verifier: VerifierKey
    private let key: Ed25519Key

    private static let heading = "PRIVATE+KEY+"

    /// Gives a key a name; `nil` where nothing can be hashed.
    public init?(name: KeyName, key: Ed25519Key) {
        guard let verifier = VerifierKey(name: name, publicKey: key.publicKey) else { return nil }
        self.verifier = verifier
        self.key = key
    }

    /// Reads what ``withText(_:)`` writes: `PRIVATE+KEY+NAME+ID+SEED`. `nil` for anything else.
    ///
    /// - Throws: ``SodiumError`` where libsodium cannot work.
    public init?(_ text: some StringProtocol) throws(SodiumError) {
        guard text.hasPrefix(Self.heading) else { return nil }
        let rest = text.dropFirst(Self.heading.count)
        let parts = rest.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let name = KeyName(parts[0]), var bytes = Base64.decode(parts[2]) else { return nil }
        defer { Sodium.wipe(&bytes) }
        guard bytes.first == VerifierKey.ed25519, bytes.count == 1 + Ed25519Key.seedLength else { return nil }
        var seed = Array(bytes.dropFirst())
        defer { Sodium.wipe(&seed) }
        guard let key = SignerKey(name: name, key: try Ed25519Key(seed: seed)), key.verifier.hexID == parts[1] else {
            return nil
        }
        self = key
    }

    /// Calls `body` with the key as text, for its file alone.
    func withText<Result>(_ body: (String) -> Result) -> Result {
        key.withSeed { seed in
            body("\(Self.heading)\(verifier.name)+\(verifier.hexID)+\(Base64.encode([VerifierKey.ed25519] + seed))")
        }
    }

    /// Signs a checkpoint; `nil` where it is of another origin.
    public func sign(_ checkpoint: Checkpoint) -> SignedNote? {
        guard checkpoint.origin == verifier.name.description else { return nil }
        return sign(text: checkpoint.text)
    }

    /// Signs any text that ends in a line break. For tests with published notes; the product signs checkpoints only.
    func sign(text: String) -> SignedNote {
        let signature = SignedNote.Signature(
            name: verifier.name, id: verifier.id, bytes: key.signature(of: Array(text.utf8)))
        return SignedNote(text: text, signatures: [signature])
    }
}

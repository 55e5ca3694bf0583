/// A public key that a client may log in with.
///
/// What was given is parsed by libssh and encoded anew; no byte of the given text is ever copied. Two keys are equal
/// when they are the same key: the comment does not count.
public struct PublicKey: Sendable {
    /// Its type.
    public let type: KeyType

    /// The key in base64, as libssh encodes it.
    public let base64: String

    /// How long the key is, in bits, as `ssh-keygen -l` counts them.
    public let bitLength: Int

    /// `SHA256:` and the unpadded base64 of the key's hash, as `ssh-keygen -l` prints it.
    public let fingerprint: String

    /// What somebody wrote behind the key, sanitised: only for show, never to decide by.
    ///
    /// At most 128 characters of printable ASCII without quotes, backquotes and backslashes.
    public let comment: String

    /// The key as one line without its comment: `type base64`.
    public var line: String { "\(type.rawValue) \(base64)" }

    /// The key as one line with its comment, if there is one: `type base64 comment`.
    public var lineWithComment: String { comment.isEmpty ? line : "\(line) \(comment)" }

    /// The public half of a key that libssh holds.
    init(_ key: borrowing LibraryKey, type: KeyType, bitLength: Int, comment: String) throws(KeyError) {
        guard let base64 = key.publicBase64(), let fingerprint = key.fingerprint() else { throw .damaged(type) }
        self.type = type
        self.base64 = base64
        self.bitLength = bitLength
        self.fingerprint = fingerprint
        self.comment = Self.sanitised(comment)
    }

    /// A comment as it may stand in a line: see ``comment``.
    private static func sanitised(_ text: String) -> String {
        let printable = PrintableText.of(text, limit: Limits.commentLength)
        let words = printable.split(separator: " ", omittingEmptySubsequences: true)
        return words.joined(separator: " ")
    }
}

extension PublicKey: Hashable {
    /// Whether both are the same key, whatever their comments say.
    public static func == (left: Self, right: Self) -> Bool {
        left.type == right.type && left.base64 == right.base64
    }

    /// Hashes the key without its comment.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(base64)
    }
}

internal import Glibc
internal import Linux

/// A key that was just made, with its private half. It cannot be copied, and its memory is overwritten at its end.
public struct KeyPair: ~Copyable {
    /// The half that the gateway keeps.
    public let publicKey: PublicKey

    private let key: LibraryKey

    /// Makes an Ed25519 key.
    ///
    /// - Parameter comment: what stands behind the public key, for people; it is sanitised as ``PublicKey/comment``.
    /// - Returns: the pair, of which no file holds anything yet.
    /// - Throws: ``KeyError/minting``.
    public static func mint(comment: String) throws(KeyError) -> KeyPair {
        guard let key = LibraryKey.mint() else { throw .minting }
        let publicKey = try PublicKey(key, type: .ed25519, bitLength: 256, comment: comment)
        return KeyPair(publicKey: publicKey, key: key)
    }

    private init(publicKey: PublicKey, key: consuming LibraryKey) {
        self.publicKey = publicKey
        self.key = key
    }

    /// Writes the private half to a new file in OpenSSH's format, not encrypted, mode 0600.
    ///
    /// The calls: openat(O_CREAT|O_EXCL|O_NOFOLLOW, 0600), fchmod, write, fsync, close, fsync of the folder. At no
    /// moment may anybody else read it. The comment stays with the public half: libssh writes none into this format.
    ///
    /// - Parameter path: a name that is not taken, in a folder that exists.
    /// - Throws: ``KeyError/exists(path:)`` where the name is taken, be it by a dangling link; ``KeyError/file(path:_:)``
    ///   where writing failed, and then the file is gone again; ``KeyError/minting``.
    public func writePrivateKey(to path: String) throws(KeyError) {
        guard let text = key.privateText() else { throw .minting }
        let shown = PrintableText.of(path, limit: Limits.pathBytes)
        // A NUL would end the path early: another file than the one that was named.
        guard !path.utf8.contains(0) else { throw .file(path: shown, SystemCallError("openat", EINVAL)) }
        do {
            try unsafe text.withBytes { (bytes) throws(SystemCallError) in
                try unsafe NewFile.write(bytes, to: path, mode: 0o600)
            }
        } catch {
            throw error.code == EEXIST ? .exists(path: shown) : .file(path: shown, error)
        }
    }
}

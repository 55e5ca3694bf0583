internal import Glibc
internal import Linux
internal import Sodium
internal import Trail

extension SealFolder {
    /// The bytes of a key file at most.
    private static let longestKey = 4096

    /// Reads the signing key, and puts its public half in place where that is missing.
    ///
    /// - Returns: the key; `nil` where there has never been one.
    /// - Throws: ``SealError``, also where a key is missing that made checkpoints.
    public func signer() throws(SealError) -> SignerKey? {
        let public_ = try verifierKey()
        guard let signer = try readSigner() else {
            if public_ != nil || Self.exists(log) { throw .keyLost(key) }
            return nil
        }
        if let public_ {
            guard public_ == signer.verifier else { throw .otherVerifier(verifier) }
        } else {
            try write(signer.verifier)
        }
        return signer
    }

    /// Makes the signing key. One that is there is never overwritten.
    ///
    /// - Parameter name: the key's name, and with it the trail's.
    /// - Returns: the key.
    /// - Throws: ``SealError``; `EEXIST` where there is a key.
    public func makeSigner(named name: KeyName) throws(SealError) -> SignerKey {
        let key = try SealError.sodium { () throws(SodiumError) in try Ed25519Key.random() }
        guard let signer = SignerKey(name: name, key: key) else { throw .hashing(HashingError()) }
        let path = self.key
        let failure: SystemCallError? = signer.withText { text in
            var bytes = Array("\(text)\n".utf8)
            defer { Sodium.wipe(&bytes) }
            do throws(SystemCallError) {
                try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(SystemCallError) in
                    try unsafe NewFile.write(UnsafeRawBufferPointer(buffer), to: path, mode: 0o600)
                }
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw .system(failure, path) }
        try write(signer.verifier)
        return signer
    }

    /// Reads the public key; `nil` where there is none yet.
    ///
    /// - Throws: ``SealError``.
    public func verifierKey() throws(SealError) -> VerifierKey? {
        guard let bytes = try Self.read(verifier, limit: Self.longestKey) else { return nil }
        guard let key = VerifierKey(Self.line(bytes)) else { throw .noKey(verifier) }
        return key
    }

    private func readSigner() throws(SealError) -> SignerKey? {
        let path = key
        guard Self.exists(path) else { return nil }
        var text = try SealError.system(path) { () throws(SystemCallError) in
            let file = try Descriptor.at(path, O_RDONLY | O_NOFOLLOW)
            let status = try file.status()
            guard status.kind == .regular, status.owner == geteuid(), status.permissions & 0o077 == 0 else {
                return nil as [UInt8]?
            }
            return try file.readAll(limit: Self.longestKey)
        }
        defer { text.wipe() }
        guard let line = text.map(Self.line) else { throw .looseKey(path) }
        let signer = try SealError.sodium { () throws(SodiumError) in try SignerKey(line) }
        guard let signer else { throw .noKey(path) }
        return signer
    }

    private func write(_ key: VerifierKey) throws(SealError) {
        let path = verifier
        try SealError.system(path) { () throws(SystemCallError) in
            try AtomicFile.write("\(key)\n".utf8, to: path, mode: 0o644)
        }
    }

    private static func line(_ bytes: [UInt8]) -> String {
        String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 || errno != ENOENT
    }
}

extension [UInt8]? {
    fileprivate mutating func wipe() {
        guard var bytes = self.take() else { return }
        Sodium.wipe(&bytes)
    }
}

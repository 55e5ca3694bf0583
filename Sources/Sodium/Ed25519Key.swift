internal import CSodium

/// A private key for signatures. Its bytes lie in memory that is locked where the kernel lets us, and are wiped when it
/// goes. Source: RFC 8032; doc.libsodium.org, "Public-key signatures".
@safe public final class Ed25519Key: Sendable {
    /// Bytes of the seed, from which all else follows.
    public static let seedLength = 32
    /// Bytes of the public key.
    public static let publicLength = 32
    /// Bytes of a signature.
    public static let signatureLength = 64

    /// The public key, 32 bytes.
    public let publicKey: [UInt8]
    /// 64 bytes, the seed first. Nobody writes to them after `init`.
    private nonisolated(unsafe) let secret: UnsafeMutablePointer<UInt8>

    private static let secretLength = 64

    /// A new key, by the kernel's random numbers.
    ///
    /// - Throws: ``SodiumError``.
    public static func random() throws(SodiumError) -> Ed25519Key {
        try Sodium.prepare()
        var seed = [UInt8](repeating: 0, count: seedLength)
        defer { Sodium.wipe(&seed) }
        unsafe randombytes_buf(&seed, seedLength)
        return try Ed25519Key(seed: seed)
    }

    /// The key that follows from a seed of 32 bytes; wipe yours afterwards.
    ///
    /// - Throws: ``SodiumError``.
    public init(seed: [UInt8]) throws(SodiumError) {
        try Sodium.prepare()
        guard seed.count == Self.seedLength else { throw .badKey }
        guard let memory = unsafe sodium_malloc(Self.secretLength) else { throw .noMemory }
        unsafe secret = memory.bindMemory(to: UInt8.self, capacity: Self.secretLength)
        var publicKey = [UInt8](repeating: 0, count: Self.publicLength)
        let made = unsafe crypto_sign_seed_keypair(&publicKey, secret, seed)
        self.publicKey = publicKey
        guard made == 0 else { throw .badKey }
    }

    deinit {
        // Wipes it first.
        unsafe sodium_free(secret)
    }

    /// The signature of `message`, 64 bytes; the same message always has the same.
    public func signature(of message: [UInt8]) -> [UInt8] {
        var signature = [UInt8](repeating: 0, count: Self.signatureLength)
        // It has no way to fail: libsodium's own documentation lets its result be ignored.
        _ = unsafe crypto_sign_detached(&signature, nil, message, UInt64(message.count), secret)
        return signature
    }

    /// Calls `body` with a copy of the seed, which is wiped afterwards.
    public func withSeed<Result>(_ body: ([UInt8]) -> Result) -> Result {
        var seed = unsafe Array(UnsafeBufferPointer(start: secret, count: Self.seedLength))
        defer { Sodium.wipe(&seed) }
        return body(seed)
    }

    /// Whether `signature` is one of `message` by the owner of `publicKey`. Keys and signatures that are not canonical
    /// are refused.
    ///
    /// - Throws: ``SodiumError`` where libsodium cannot work at all.
    public static func verifies(
        _ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]
    ) throws(SodiumError) -> Bool {
        try Sodium.prepare()
        guard signature.count == signatureLength, publicKey.count == publicLength else { return false }
        return unsafe crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}

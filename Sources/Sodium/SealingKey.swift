internal import CSodium

/// A master key for sealing: each of its uses has a key of its own that follows from it.
///
/// Sealed is by XChaCha20-Poly1305 with a random nonce. Source: doc.libsodium.org, "XChaCha20-Poly1305 construction",
/// "Key derivation".
public struct SealingKey: ~Copyable, Sendable {
    /// Bytes of a master key.
    public static let length = 32
    /// Bytes of a nonce.
    public static let nonceLength = 24
    /// Bytes that sealing adds.
    public static let tagLength = 16
    /// Bytes of an identity.
    public static let identityLength = 16

    /// Tells keys apart, and nothing about the key.
    public let identity: [UInt8]
    /// The master key.
    public let master: SecretBytes
    private let key: SecretBytes

    /// Which derived key is which; never change one. Source: crypto_kdf_derive_from_key(3).
    private enum Use: UInt64 {
        case sealing = 1
        case identity = 2
    }

    /// The keys that follow from a master key of 32 bytes.
    ///
    /// - Throws: ``SodiumError``.
    public init(master: consuming SecretBytes) throws(SodiumError) {
        guard master.count == Self.length else { throw .badKey }
        let identity = try Self.derive(.identity, Self.identityLength, from: master)
        let key = try Self.derive(.sealing, Self.length, from: master)
        self.identity = unsafe identity.withBytes { unsafe Array($0) }
        self.key = key
        self.master = master
    }

    /// A new key, by the kernel's random numbers.
    ///
    /// - Throws: ``SodiumError``.
    public static func random() throws(SodiumError) -> SealingKey {
        try SealingKey(master: try .random(count: length))
    }

    private static func derive(
        _ use: Use, _ count: Int, from master: borrowing SecretBytes
    ) throws(SodiumError) -> SecretBytes {
        let derived = try SecretBytes(room: count)
        let done = unsafe crypto_kdf_derive_from_key(derived.memory, count, use.rawValue, "postern1", master.memory)
        guard done == 0 else { throw .badKey }
        return derived
    }

    /// Seals.
    ///
    /// - Parameters:
    ///   - plain: what nobody shall see.
    ///   - associated: what everybody may see, and nobody change.
    /// - Returns: the nonce, and what was sealed with its tag.
    public func seal(_ plain: borrowing SecretBytes, associated: [UInt8]) -> (nonce: [UInt8], sealed: [UInt8]) {
        var nonce = [UInt8](repeating: 0, count: Self.nonceLength)
        unsafe randombytes_buf(&nonce, nonce.count)
        var sealed = [UInt8](repeating: 0, count: plain.count + Self.tagLength)
        // It has no way to fail: its documentation lets the result be ignored.
        _ = unsafe crypto_aead_xchacha20poly1305_ietf_encrypt(
            &sealed, nil, plain.memory, UInt64(plain.count), associated, UInt64(associated.count), nil, nonce,
            key.memory)
        return (nonce, sealed)
    }

    /// Opens what ``seal(_:associated:)`` made.
    ///
    /// - Returns: the bytes.
    /// - Throws: ``SodiumError/forged`` where one bit of the three, or the key, is another.
    public func open(
        _ sealed: [UInt8], nonce: [UInt8], associated: [UInt8]
    ) throws(SodiumError) -> SecretBytes {
        guard nonce.count == Self.nonceLength, sealed.count >= Self.tagLength else { throw .forged }
        let plain = try SecretBytes(room: sealed.count - Self.tagLength)
        let opened = unsafe crypto_aead_xchacha20poly1305_ietf_decrypt(
            plain.memory, nil, nil, sealed, UInt64(sealed.count), associated, UInt64(associated.count), nonce,
            key.memory)
        guard opened == 0 else { throw .forged }
        return plain
    }
}

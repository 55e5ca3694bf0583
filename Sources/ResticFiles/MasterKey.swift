internal import Ciphers
internal import Crypto

/// A repository's master key: whoever has it can read, and make, all files of the repository.
///
/// Source: restic `doc/design.rst`, "Keys, Encryption and MAC".
public struct MasterKey: Sendable {
    /// Bytes that sealing adds: the counter before, the tag behind.
    public static let overhead = AES256CTR.counterLength + Poly1305AES.length

    /// The key of AES-256.
    let encryption: [UInt8]
    /// The key of AES-128 in Poly1305-AES.
    let k: [UInt8]
    /// The key of Poly1305 in it.
    let r: [UInt8]

    init?(encryption: [UInt8], k: [UInt8], r: [UInt8]) {
        guard encryption.count == AES256CTR.keyLength, k.count == Poly1305AES.length, r.count == Poly1305AES.length
        else { return nil }
        self.encryption = encryption
        self.k = k
        self.r = r
    }

    /// What a sealed piece holds.
    ///
    /// - Throws: ``ResticFileError/forged``.
    public func open(_ sealed: some Collection<UInt8>) throws(ResticFileError) -> [UInt8] {
        guard sealed.count >= Self.overhead else { throw .forged }
        let counter = Array(sealed.prefix(AES256CTR.counterLength))
        let tag = Array(sealed.suffix(Poly1305AES.length))
        var content = Array(sealed.dropFirst(AES256CTR.counterLength).dropLast(Poly1305AES.length))
        let isOpen = unsafe content.withUnsafeMutableBytes { buffer in
            guard
                let made = unsafe Poly1305AES.tag(of: UnsafeRawBufferPointer(buffer), k: k, r: r, nonce: counter),
                made == tag
            else { return false }
            return unsafe AES256CTR.apply(to: buffer, key: encryption, counter: counter)
        }
        guard isOpen else { throw .forged }
        return content
    }

    /// Seals a piece; `nil` where libcrypto fails.
    public func seal(_ content: some Collection<UInt8>) -> [UInt8]? {
        let counter = Randomness.bytes(AES256CTR.counterLength)
        var content = Array(content)
        let tag = unsafe content.withUnsafeMutableBytes { buffer -> [UInt8]? in
            guard unsafe AES256CTR.apply(to: buffer, key: encryption, counter: counter) else { return nil }
            return unsafe Poly1305AES.tag(of: UnsafeRawBufferPointer(buffer), k: k, r: r, nonce: counter)
        }
        return tag.map { counter + content + $0 }
    }
}

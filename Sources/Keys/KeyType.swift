/// The types of key that a client may log in with. The raw value is the name on the wire and in a `.pub` file.
///
/// Sources: RFC 4253 section 6.6 (RSA), RFC 5656 (ECDSA), RFC 8709 (Ed25519), OpenSSH `PROTOCOL.u2f` (`sk-`).
public enum KeyType: String, CaseIterable, Hashable, Sendable {
    /// Ed25519, what ``KeyPair`` mints.
    case ed25519 = "ssh-ed25519"
    /// ECDSA over NIST P-256.
    case ecdsa256 = "ecdsa-sha2-nistp256"
    /// ECDSA over NIST P-384.
    case ecdsa384 = "ecdsa-sha2-nistp384"
    /// ECDSA over NIST P-521.
    case ecdsa521 = "ecdsa-sha2-nistp521"
    /// RSA; how long is said by ``PublicKey/bitLength``.
    case rsa = "ssh-rsa"
    /// Ed25519 inside a FIDO security key.
    case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
    /// ECDSA over NIST P-256 inside a FIDO security key.
    case securityKeyECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Whether a word is the name of any type of key, accepted or not.
    static func isName(_ word: some StringProtocol) -> Bool {
        KeyType(rawValue: String(word)) != nil || word == dsa || isCertificate(word)
    }

    /// Whether a word names a certificate. Source: OpenSSH `PROTOCOL.certkeys`.
    static func isCertificate(_ word: some StringProtocol) -> Bool {
        word.hasSuffix("-cert-v01@openssh.com")
    }

    /// DSA: 1024 bits only, and gone from OpenSSH 10.
    static let dsa = "ssh-dss"
}

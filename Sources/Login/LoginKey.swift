internal import Crypto

/// A public key as sshd and our own files write it: its type and its bytes in base64. Two are the same key exactly
/// when these are the same.
public struct LoginKey: Hashable, Sendable {
    /// For example `ssh-ed25519`.
    public let type: String
    /// The key's bytes. Source: RFC 4253, section 6.6.
    public let base64: String
    /// `SHA256:` and the unpadded base64 of the bytes' sum, as `ssh-keygen -l` prints it.
    public let fingerprint: String

    /// Takes a type and bytes in base64, or gives `nil` where they are none.
    public init?(type: some StringProtocol, base64: some StringProtocol) {
        guard (1...64).contains(type.utf8.count), type.utf8.allSatisfy({ (0x21...0x7e).contains($0) }),
            let bytes = Base64.decode(base64), let sum = SHA256()
        else { return nil }
        sum.add(bytes)
        guard let digest = sum.finish() else { return nil }
        self.type = String(type)
        self.base64 = String(base64)
        fingerprint = "SHA256:" + Base64.encode(digest).prefix { $0 != "=" }
    }

    /// Whether a client's file of keys (`authorized_keys.d/NAME`) lists this key: a line begins with its type and
    /// its bytes. The coordinator wrote the file; a line that it would not have written lists nothing.
    public func isListed(in file: [UInt8]) -> Bool {
        file.split(separator: UInt8(ascii: "\n")).contains { line in
            let words = line.split(separator: UInt8(ascii: " "), maxSplits: 2, omittingEmptySubsequences: false)
            return words.count >= 2 && words[0].elementsEqual(type.utf8) && words[1].elementsEqual(base64.utf8)
        }
    }
}

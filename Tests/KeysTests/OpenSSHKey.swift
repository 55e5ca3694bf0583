import Foundation
import Testing

/// A key made by `ssh-keygen`, or put together from its bytes as the protocol's documents say.
struct OpenSSHKey {
    /// The text of the `.pub` file.
    let text: String

    /// Runs `ssh-keygen` with these options.
    init(_ options: String..., comment: String = "somebody@host") throws {
        let folder = try TemporaryFolder()
        let made = try Tool.sshKeygen.run(
            ["-q", "-N", "", "-C", comment, "-f", folder.path("key")] + options, in: folder)
        try #require(made.status == 0, "\(made.complaints)")
        text = try String(contentsOfFile: folder.path("key.pub"), encoding: .utf8)
    }

    /// A line of `type`, and the fields of the key, the first of which should be the type again.
    init(_ type: String, fields: [[UInt8]], behind junk: [UInt8] = []) {
        let blob = fields.flatMap(Self.wire) + junk
        text = "\(type) \(Data(blob).base64EncodedString()) put together\n"
    }

    /// The type and the key, without the comment.
    var line: String { text.split(separator: " ").prefix(2).joined(separator: " ") }

    /// The base64 word.
    var base64: String { String(text.split(separator: " ")[1]) }

    /// The key's fields, as Foundation and not our own code reads them.
    var fields: [[UInt8]] {
        get throws {
            var rest = Array(try #require(Data(base64Encoded: base64)))
            var fields: [[UInt8]] = []
            while !rest.isEmpty {
                let length = rest.prefix(4).reduce(0) { $0 * 256 + Int($1) }
                fields.append(Array(rest.dropFirst(4).prefix(length)))
                rest = Array(rest.dropFirst(4 + length))
            }
            return fields
        }
    }

    /// What `ssh-keygen -l` says: bits, fingerprint, comment, type; nil where it refuses.
    func listed() throws -> (bits: Int, fingerprint: String)? {
        let folder = try TemporaryFolder()
        let listed = try Tool.sshKeygen.run(["-l", "-f", try folder.file("key.pub", text)], in: folder)
        guard listed.status == 0 else { return nil }
        let words = listed.output.split(separator: " ")
        return (bits: try #require(Int(words[0])), fingerprint: String(words[1]))
    }

    /// Four bytes of length, and the bytes. Source: RFC 4251 section 5.
    private static func wire(_ field: [UInt8]) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: field.count >> $0) } + field
    }
}

extension OpenSSHKey {
    /// Ed25519 in a security key, which `ssh-keygen` makes only with the hardware. Source: OpenSSH PROTOCOL.u2f.
    static func securityKeyEd25519() throws -> OpenSSHKey {
        let point = try OpenSSHKey("-t", "ed25519").fields[1]
        let name = "sk-ssh-ed25519@openssh.com"
        return OpenSSHKey(name, fields: [Array(name.utf8), point, Array("ssh:".utf8)])
    }

    /// ECDSA in a security key.
    static func securityKeyECDSA() throws -> OpenSSHKey {
        let point = try OpenSSHKey("-t", "ecdsa", "-b", "256").fields[2]
        let name = "sk-ecdsa-sha2-nistp256@openssh.com"
        return OpenSSHKey(name, fields: [Array(name.utf8), Array("nistp256".utf8), point, Array("ssh:".utf8)])
    }

    /// RSA with these numbers, big-endian.
    static func rsa(exponent: [UInt8] = [1, 0, 1], modulus: [UInt8]) -> OpenSSHKey {
        OpenSSHKey("ssh-rsa", fields: [Array("ssh-rsa".utf8), exponent, modulus])
    }
}

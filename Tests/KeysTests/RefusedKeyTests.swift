import Foundation
import Keys
import Testing

@Suite("A key is refused with the reason") struct RefusedKeyTests {
    private func refusal(of text: String) -> KeyError? {
        refusal(of: Array(text.utf8))
    }

    private func refusal(of bytes: [UInt8]) -> KeyError? {
        do throws(KeyError) {
            _ = try PublicKey(parsing: bytes)
            return nil
        } catch {
            return error
        }
    }

    @Test("when it is DSA")
    func dsa() throws {
        #expect(refusal(of: try OpenSSHKey("-t", "dsa").text) == .weak(.dsa))
    }

    @Test("when it is RSA of fewer than 3072 bits", arguments: [1024, 2048])
    func shortRSA(bits: Int) throws {
        let key = try OpenSSHKey("-t", "rsa", "-b", "\(bits)")
        #expect(refusal(of: key.text) == .weak(.rsaTooShort(bits: bits)))
    }

    @Test("when it is RSA that no OpenSSH would take, or no honest program would make")
    func oddRSA() {
        let modulus = [0x00, 0xC1] + [UInt8](repeating: 0x5B, count: 383)
        #expect(refusal(of: OpenSSHKey.rsa(modulus: modulus).text) == nil)
        let shorter = [0x61] + modulus.dropFirst(2)
        #expect(refusal(of: OpenSSHKey.rsa(modulus: shorter).text) == .weak(.rsaTooShort(bits: 3071)))
        #expect(refusal(of: OpenSSHKey.rsa(exponent: [1], modulus: modulus).text) == .weak(.rsaNumbers))
        #expect(refusal(of: OpenSSHKey.rsa(exponent: [2], modulus: modulus).text) == .weak(.rsaNumbers))
        #expect(refusal(of: OpenSSHKey.rsa(modulus: modulus.dropLast() + [0]).text) == .weak(.rsaNumbers))
        // A number that is negative, and one with zeros before it: other bytes for what looks like the same key.
        #expect(refusal(of: OpenSSHKey.rsa(modulus: Array(modulus.dropFirst())).text) == .damaged(.rsa))
        #expect(refusal(of: OpenSSHKey.rsa(modulus: [0] + modulus).text) == .damaged(.rsa))
        let huge = [0x00, 0x81] + [UInt8](repeating: 0x01, count: 2048)
        #expect(refusal(of: OpenSSHKey.rsa(modulus: huge).text) == .weak(.rsaTooLong(bits: 16392)))
    }

    @Test("when it is a certificate")
    func certificate() throws {
        let folder = try TemporaryFolder()
        _ = try folder.file("user.pub", try OpenSSHKey("-t", "ed25519").text)
        let made = try Tool.sshKeygen.run(["-q", "-N", "", "-t", "ed25519", "-f", folder.path("ca")], in: folder)
        let signed = try Tool.sshKeygen.run(
            ["-q", "-s", folder.path("ca"), "-I", "id", folder.path("user.pub")], in: folder)
        try #require(made.status == 0 && signed.status == 0)
        let text = try String(contentsOfFile: folder.path("user-cert.pub"), encoding: .utf8)
        #expect(refusal(of: text) == .certificate(type: "ssh-ed25519-cert-v01@openssh.com"))
    }

    @Test("when it is a private key, or a key in another program's format")
    func otherFormats() throws {
        let folder = try TemporaryFolder()
        for (format, error) in [("RFC4716", KeyError.privateKey), ("PEM", .privateKey)] {
            let path = folder.path(format)
            let made = try Tool.sshKeygen.run(
                ["-q", "-N", "", "-t", "ecdsa", "-m", format, "-f", path], in: folder)
            try #require(made.status == 0)
            #expect(refusal(of: try String(contentsOfFile: path, encoding: .utf8)) == error)
        }
        let path = try folder.file("key.pub", try OpenSSHKey("-t", "ed25519").text)
        let exported = try Tool.sshKeygen.run(["-e", "-f", path], in: folder)
        #expect(exported.output.hasPrefix("---- BEGIN SSH2 PUBLIC KEY"))
        #expect(refusal(of: exported.output) == .foreignFormat)
        #expect(refusal(of: "-----BEGIN PUBLIC KEY-----\nAAAA\n") == .foreignFormat)
        #expect(refusal(of: "PuTTY-User-Key-File-3: ssh-ed25519\n") == .privateKey)
    }

    @Test(
        "when something stands before its type",
        arguments: ["restrict", "command=\"sh -i\"", "from=\"10.0.0.0/8\",no-pty", "cert-authority", "hello world"])
    func options(before: String) throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        #expect(refusal(of: "\(before) \(line) me\n") == .optionsBeforeKey)
    }

    @Test("when there are several, in lines of their own or in one")
    func several() throws {
        let one = try OpenSSHKey("-t", "ed25519")
        let two = try OpenSSHKey("-t", "ecdsa")
        #expect(refusal(of: one.text + two.text) == .severalKeys)
        #expect(refusal(of: one.text + one.text) == .severalKeys)
        #expect(refusal(of: "\(one.line) \(two.line)") == .severalKeys)
        #expect(refusal(of: "\(one.line) me \t \(two.line) you") == .severalKeys)
        #expect(refusal(of: "\(one.line) my new ssh-ed25519 key") == nil)
    }

    @Test("when there is none", arguments: ["", "\n\n", "# only words\n", "ssh-ed25519", "ssh-ed25519   \n"])
    func none(text: String) {
        #expect(refusal(of: text) == .noKey)
    }

    @Test(
        "when its type is unknown",
        arguments: ["ssh-ed448", "rsa-sha2-256", "SSH-ED25519", "1024", "ssh-ed25519\u{A0}x"])
    func unknown(type: String) {
        #expect(refusal(of: "\(type) AAAAC3NzaC1lZDI1NTE5 me") == .unknownType(type.replacing("\u{A0}", with: "?")))
    }

    @Test("when its base64 is cut, goes on too long, or is not base64")
    func base64() throws {
        let key = try OpenSSHKey("-t", "ed25519").base64
        let ecdsa = try OpenSSHKey("-t", "ecdsa").base64
        try #require(ecdsa.hasSuffix("="))
        for text in [
            String(key.dropLast()), key + "=", key + "A", key + "==", "=" + key, key + "!!!!",
            String(key.dropLast(4)) + "é=",
            key.replacing("AAAA", with: "AA\u{0B}A", maxReplacements: 1), "AAA-" + key.dropFirst(4),
        ] {
            #expect([.notBase64, .controlCharacter].contains(refusal(of: "ssh-ed25519 \(text) me")), "\(text)")
        }
        #expect(refusal(of: "ecdsa-sha2-nistp256 \(ecdsa.dropLast()) me") == .notBase64)
        // The last digit holds bits that belong to no byte: changed, it would be another text for the same key.
        #expect(refusal(of: "ecdsa-sha2-nistp256 \(ecdsa.dropLast(2))\(other(ecdsa))= me") == .notBase64)
        #expect(refusal(of: "ssh-ed25519 \(key)AAAA me") == .damaged(.ed25519))
        #expect(refusal(of: "ssh-ed25519 \(key.dropLast(4)) me") == .damaged(.ed25519))
    }

    /// The digit after the last one of `base64`, whose lowest bit is thereby set.
    private func other(_ base64: String) -> Character {
        let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        let last = base64.dropLast().last ?? "A"
        return digits[(digits.firstIndex(of: last) ?? 0) | 1]
    }

    @Test("when its bytes are not the key that they should be")
    func damaged() throws {
        let point = try OpenSSHKey("-t", "ed25519").fields[1]
        let curve = try OpenSSHKey("-t", "ecdsa", "-b", "256").fields
        func ed25519(_ point: [UInt8], junk: [UInt8] = []) -> String {
            OpenSSHKey("ssh-ed25519", fields: [Array("ssh-ed25519".utf8), point], behind: junk).text
        }
        #expect(refusal(of: ed25519(point)) == nil)
        #expect(refusal(of: ed25519(point, junk: [0])) == .damaged(.ed25519))
        #expect(refusal(of: ed25519(point, junk: [0, 0, 0, 0])) == .damaged(.ed25519))
        #expect(refusal(of: ed25519(point.dropLast())) == .damaged(.ed25519))
        #expect(refusal(of: ed25519(point + [1])) == .damaged(.ed25519))
        #expect(refusal(of: ed25519([])) == .damaged(.ed25519))
        #expect(refusal(of: "ssh-ed25519 /////w== me") == .damaged(.ed25519))
        let bent = Array(curve[2].dropLast()) + [curve[2][64] ^ 1]
        let other = Array("nistp384".utf8)
        for fields in [[curve[0], curve[1], bent], [curve[0], other, curve[2]], [curve[0], curve[2]]] as [[[UInt8]]] {
            #expect(refusal(of: OpenSSHKey("ecdsa-sha2-nistp256", fields: fields).text) == .damaged(.ecdsa256))
        }
    }

    @Test("when a security key's bytes are not the key that they should be")
    func damagedSecurityKey() throws {
        let ed25519 = try OpenSSHKey.securityKeyEd25519().fields
        let type = "sk-ssh-ed25519@openssh.com"
        #expect(refusal(of: OpenSSHKey(type, fields: ed25519).text) == nil)
        #expect(refusal(of: OpenSSHKey(type, fields: ed25519, behind: [7]).text) == .damaged(.securityKeyEd25519))
        #expect(refusal(of: OpenSSHKey(type, fields: ed25519.dropLast()).text) == .damaged(.securityKeyEd25519))
        let short = [ed25519[0], ed25519[1].dropLast(), ed25519[2]]
        #expect(refusal(of: OpenSSHKey(type, fields: short).text) == .damaged(.securityKeyEd25519))
    }

    @Test("when the type outside is not the type inside")
    func mismatch() throws {
        let ed25519 = try OpenSSHKey("-t", "ed25519").base64
        #expect(refusal(of: "ssh-rsa \(ed25519)") == .typeMismatch(outside: .rsa, inside: "ssh-ed25519"))
        let security = try OpenSSHKey.securityKeyEd25519().base64
        #expect(
            refusal(of: "ssh-ed25519 \(security)")
                == .typeMismatch(outside: .ed25519, inside: "sk-ssh-ed25519@openssh.com"))
        let hostile = OpenSSHKey("ssh-ed25519", fields: [Array("x\"\\y".utf8)])
        #expect(refusal(of: hostile.text) == .typeMismatch(outside: .ed25519, inside: "x??y"))
        #expect(refusal(of: OpenSSHKey("ssh-ed25519", fields: [[0x1B, 0x5B]]).text) == .damaged(.ed25519))
    }

    @Test(
        "when there is a control character in its line",
        arguments: [0x00, 0x01, 0x07, 0x0B, 0x0D, 0x1B, 0x7F] as [UInt8])
    func controls(byte: UInt8) throws {
        let line = Array(try OpenSSHKey("-t", "ed25519").line.utf8)
        #expect(refusal(of: line + Array(" a".utf8) + [byte] + Array("b\n".utf8)) == .controlCharacter)
        #expect(refusal(of: line.prefix(20) + [byte] + line.dropFirst(20)) == .controlCharacter)
    }

    @Test("when the text is too long, in one line or in many")
    func long() throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        #expect(refusal(of: line + " " + String(repeating: "x", count: 9000)) == .tooLong(limit: 8192))
        #expect(refusal(of: String(repeating: "#\n", count: 40_000) + line) == .tooLong(limit: 65_536))
    }

    @Test("or accepted, but never a crash, when any byte of its text is another")
    func everyByte() throws {
        for original in [try OpenSSHKey("-t", "ed25519"), try .securityKeyECDSA(), try OpenSSHKey("-t", "ecdsa")] {
            let bytes = Array(original.text.utf8)
            let key = try PublicKey(parsing: bytes)
            for index in bytes.indices {
                for change in [0x00, 0x0A, 0x20, 0x3D, 0x41, 0xFF, bytes[index] ^ 1] as [UInt8] {
                    var changed = bytes
                    changed[index] = change
                    guard let other = try? PublicKey(parsing: changed) else { continue }
                    #expect(other.line != key.line || index >= original.line.utf8.count || changed == bytes)
                }
                _ = try? PublicKey(parsing: Array(bytes.prefix(index)))
                _ = try? PublicKey(parsing: Array(bytes.dropFirst(index)))
            }
        }
    }

    @Test("and a hint, each of one line without a full stop")
    func words() {
        let errors: [KeyError] = [
            .noKey, .severalKeys, .optionsBeforeKey, .privateKey, .foreignFormat, .unknownType("x"),
            .certificate(type: "x"), .weak(.dsa), .weak(.rsaTooShort(bits: 1)), .weak(.rsaTooLong(bits: 1)),
            .weak(.rsaNumbers), .notBase64, .typeMismatch(outside: .rsa, inside: "x"), .damaged(.rsa),
            .controlCharacter, .tooLong(limit: 1), .keyTwice(fingerprint: "x", line: 1), .tooManyKeys(limit: 1),
            .metadata(.form), .metadata(.withoutKey), .badTime("x"), .line(file: "f", line: 1, .noKey), .minting,
            .exists(path: "x"), .unsafePath("x"), .badClientName("x"), .badSource("x"), .inconsistentRange("x"),
        ]
        for text in errors.flatMap({ [$0.problem, $0.hint] }) {
            #expect(!text.isEmpty && !text.contains("\n") && !text.hasSuffix("."))
        }
    }
}

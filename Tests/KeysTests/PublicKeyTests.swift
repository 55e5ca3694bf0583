import Keys
import Testing

@Suite("A public key") struct PublicKeyTests {
    /// How to make a key of each accepted type.
    enum Recipe: String, CaseIterable {
        case ed25519, ecdsa256, ecdsa384, ecdsa521, rsa3072, securityKeyEd25519, securityKeyECDSA

        func make() throws -> OpenSSHKey {
            switch self {
            case .ed25519: try OpenSSHKey("-t", "ed25519")
            case .ecdsa256: try OpenSSHKey("-t", "ecdsa", "-b", "256")
            case .ecdsa384: try OpenSSHKey("-t", "ecdsa", "-b", "384")
            case .ecdsa521: try OpenSSHKey("-t", "ecdsa", "-b", "521")
            case .rsa3072: try OpenSSHKey("-t", "rsa", "-b", "3072")
            case .securityKeyEd25519: try .securityKeyEd25519()
            case .securityKeyECDSA: try .securityKeyECDSA()
            }
        }

        var type: KeyType {
            switch self {
            case .ed25519: .ed25519
            case .ecdsa256: .ecdsa256
            case .ecdsa384: .ecdsa384
            case .ecdsa521: .ecdsa521
            case .rsa3072: .rsa
            case .securityKeyEd25519: .securityKeyEd25519
            case .securityKeyECDSA: .securityKeyECDSA
            }
        }
    }

    @Test("of each accepted type is what ssh-keygen says it is", arguments: Recipe.allCases)
    func agrees(recipe: Recipe) throws {
        let original = try recipe.make()
        let key = try PublicKey(parsing: original.text)
        let listed = try #require(try original.listed())
        #expect(key.type == recipe.type)
        #expect(key.line == original.line)
        #expect(key.fingerprint == listed.fingerprint)
        #expect(key.bitLength == listed.bits)
    }

    @Test("is the same key after it was written and read again", arguments: Recipe.allCases)
    func roundTrip(recipe: Recipe) throws {
        let key = try PublicKey(parsing: try recipe.make().text)
        let again = try PublicKey(parsing: key.lineWithComment)
        #expect(again == key)
        #expect(again.comment == key.comment)
        #expect(again.fingerprint == key.fingerprint)
    }

    @Test("is found among empty lines, comment lines and Windows line ends")
    func surroundings() throws {
        let original = try OpenSSHKey("-t", "ed25519", comment: "web1 backup")
        let line = original.text.split(separator: "\n")[0]
        let key = try PublicKey(parsing: "# from the ticket\r\n\r\n\t \(line)\r\n  # the end\n\n")
        #expect(key.line == original.line)
        #expect(key.comment == "web1 backup")
    }

    @Test("is equal to itself under another comment")
    func equality() throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        let keys = Set([try PublicKey(parsing: line + " one"), try PublicKey(parsing: line + " two")])
        #expect(keys.count == 1)
        #expect(try PublicKey(parsing: try OpenSSHKey("-t", "ed25519").text) != keys.first)
    }

    @Test(
        "keeps a comment that is safe to show",
        arguments: [
            ("plain me@host.example", "plain me@host.example"),
            ("a \"quoted\" 'word' `x` back\\slash", "a ?quoted? ?word? ?x? back?slash"),
            ("Zoë 💾 \u{202E}evil", "Zo? ? ?evil"),
            ("  many   blanks\tand a tab ", "many blanks?and a tab"),
            ("", ""),
        ])
    func comments(given: String, kept: String) throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        let key = try PublicKey(parsing: "\(line) \(given)\n")
        #expect(key.comment == kept)
        #expect(key.lineWithComment == (kept.isEmpty ? line : "\(line) \(kept)"))
    }

    @Test("cuts a comment off after 128 characters")
    func longComment() throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        let key = try PublicKey(parsing: line + " " + String(repeating: "x", count: 5000))
        #expect(key.comment == String(repeating: "x", count: 128))
    }
}

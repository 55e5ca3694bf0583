import Foundation
import Keys
import Testing

@Suite("A client's file of keys") struct KeyFileTests {
    private func refusal(of text: String) -> KeyError? {
        do throws(KeyError) {
            _ = try KeyFile(parsing: Array(text.utf8), name: "authorized_keys.d/web1")
            return nil
        } catch {
            return error
        }
    }

    private func at(_ line: Int, _ error: KeyError) -> KeyError {
        .line(file: "authorized_keys.d/web1", line: line, error)
    }

    @Test("is read with what stands above each key, and written the same again")
    func roundTrip() throws {
        let one = try OpenSSHKey("-t", "ed25519", comment: "old").text
        let two = try OpenSSHKey("-t", "ecdsa", comment: "new").text
        let text = """
            # The backup host in the cellar.

            # postern: added=2026-11-21T08:30:00Z expires=2026-12-01T00:00:00Z
            \(one)# replaces the one above
            # postern: added=2026-11-22T00:00:00Z
            \(two)
            # the end

            """
        let file = try KeyFile(parsing: Array(text.utf8), name: "web1")
        #expect(file.entries.map(\.key.comment) == ["old", "new"])
        #expect(file.entries.map { $0.added?.description } == ["2026-11-21T08:30:00Z", "2026-11-22T00:00:00Z"])
        #expect(file.entries.map { $0.expires?.description } == ["2026-12-01T00:00:00Z", nil])
        #expect(file.text == text)
        #expect(try KeyFile(parsing: Array(file.text.utf8), name: "web1") == file)
    }

    @Test("may be empty, or end without an end of line")
    func edges() throws {
        #expect(try KeyFile(parsing: [], name: "web1").entries.isEmpty)
        #expect(KeyFile().text.isEmpty)
        let line = try OpenSSHKey("-t", "ed25519").line
        #expect(try KeyFile(parsing: Array(line.utf8), name: "web1").text == line + "\n")
    }

    @Test("takes new keys, ends old ones, and gives them up by fingerprint")
    func changes() throws {
        let old = try KeyPair.mint(comment: "old").publicKey
        let new = try KeyPair.mint(comment: "new").publicKey
        var file = KeyFile()
        try file.add(old, added: try KeyTime("2026-01-01"))
        file.expireAll(at: try KeyTime("2026-12-01"))
        file.expireAll(at: try KeyTime("2027-12-01"))
        try file.add(new, added: try KeyTime("2026-11-24"))
        #expect(throws: KeyError.keyTwice(fingerprint: old.fingerprint, line: 2)) { try file.add(old, added: nil) }
        #expect(throws: KeyError.keyTwice(fingerprint: new.fingerprint, line: 4)) { try file.add(new, added: nil) }
        #expect(file.entry(of: old)?.expires == (try KeyTime("2026-12-01")))
        #expect(file.entry(of: new)?.expires == nil)
        let read = try KeyFile(parsing: Array(file.text.utf8), name: "web1")
        #expect(read == file)
        #expect(file.remove(fingerprint: old.fingerprint)?.key == old)
        #expect(file.remove(fingerprint: old.fingerprint) == nil)
        #expect(file.entries.map(\.key) == [new])
    }

    @Test("with a damaged or foreign line is refused as a whole, with the line")
    func damaged() throws {
        let key = try OpenSSHKey("-t", "ed25519").text
        let other = try OpenSSHKey("-t", "ed25519").text
        #expect(refusal(of: key + "garbage\n") == at(2, .unknownType("garbage")))
        #expect(refusal(of: "# x\n\n" + key.dropFirst()) == at(3, .unknownType("sh-ed25519")))
        #expect(refusal(of: key + "restrict " + other) == at(2, .optionsBeforeKey))
        #expect(refusal(of: key.split(separator: "\n")[0] + " " + other) == at(1, .severalKeys))
        #expect(refusal(of: key + "# a\u{7}\n" + other) == at(2, .controlCharacter))
        #expect(refusal(of: key + "\0\n") == at(2, .controlCharacter))
        #expect(refusal(of: key + (try OpenSSHKey("-t", "dsa").text)) == at(2, .weak(.dsa)))
        #expect(refusal(of: key + "#" + String(repeating: "x", count: 9000)) == at(2, .tooLong(limit: 8192)))
        #expect(refusal(of: String(repeating: "\n", count: 300_000)) == .tooLong(limit: 262_144))
        let error = try #require(refusal(of: "\n-----BEGIN OPENSSH PRIVATE KEY-----\n"))
        #expect(error.problem == "authorized_keys.d/web1:2: this is a private key")
        #expect(!error.hint.isEmpty)
    }

    @Test("in which a key stands twice is refused, under another comment too")
    func twice() throws {
        let key = try OpenSSHKey("-t", "ed25519")
        let other = try OpenSSHKey("-t", "ed25519")
        let fingerprint = try PublicKey(parsing: key.text).fingerprint
        #expect(
            refusal(of: "#\n" + key.text + other.text + key.line + " again\n")
                == at(4, .keyTwice(fingerprint: fingerprint, line: 2)))
    }

    @Test("with more than 64 keys is refused")
    func many() throws {
        var file = KeyFile()
        for _ in 0..<64 { try file.add(try KeyPair.mint(comment: "").publicKey, added: nil) }
        let next = try KeyPair.mint(comment: "").publicKey
        #expect(throws: KeyError.tooManyKeys(limit: 64)) { try file.add(next, added: nil) }
        #expect(refusal(of: file.text) == nil)
        #expect(refusal(of: file.text + next.line) == at(65, .tooManyKeys(limit: 64)))
    }

    @Test("with our own words misspelt, doubled or in the wrong place is refused")
    func metadata() throws {
        let key = try OpenSSHKey("-t", "ed25519").text
        let cases: [(String, KeyError)] = [
            ("#postern: expires=2026-12-01", .metadata(.form)),
            ("# Postern: expires=2026-12-01", .metadata(.form)),
            ("## postern expires=2026-12-01", .metadata(.form)),
            ("# postern:expires=2026-12-01", .metadata(.form)),
            ("# postern: expire=2026-12-01", .metadata(.unknownWord("expire=2026-12-01"))),
            ("# postern: expires", .metadata(.unknownWord("expires"))),
            ("# postern: expires = 2026-12-01", .metadata(.unknownWord("expires"))),
            ("# postern: expires=2026-12-01 expires=2027-12-01", .metadata(.wordTwice("expires"))),
            ("# postern: expires=", .badTime("")),
            ("# postern: expires=tomorrow", .badTime("tomorrow")),
            ("# postern: expires=2026-02-29", .badTime("2026-02-29")),
        ]
        for (line, error) in cases { #expect(refusal(of: line + "\n" + key) == at(1, error), "\(line)") }
        let good = "# postern: expires=2026-12-01\n"
        #expect(refusal(of: good + key) == nil)
        #expect(refusal(of: key + good) == at(2, .metadata(.withoutKey)))
        #expect(refusal(of: good + "\n" + key) == at(1, .metadata(.withoutKey)))
        #expect(refusal(of: good + "# note\n" + key) == at(1, .metadata(.withoutKey)))
        #expect(refusal(of: good + good + key) == at(1, .metadata(.withoutKey)))
    }

    @Test("is read from the disk, and one that is not there is an error")
    func files() throws {
        let folder = try TemporaryFolder()
        let path = try folder.file("web1", try OpenSSHKey("-t", "ed25519").text)
        #expect(try KeyFile.read(path).entries.count == 1)
        do throws(KeyError) {
            _ = try KeyFile.read(folder.path("web2"))
            Issue.record("read")
        } catch {
            #expect(error.problem == "\(folder.path("web2")): openat: No such file or directory")
        }
    }

    @Test("as the example in authorized_keys.d is what the README there says")
    func example() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..")
        let file = try KeyFile.read(root.appendingPathComponent("authorized_keys.d/example").standardized.path)
        #expect(file.entries.count == 2)
        #expect(file.entries.contains { $0.expires != nil })
        #expect(file.entries.allSatisfy { $0.added != nil })
    }
}

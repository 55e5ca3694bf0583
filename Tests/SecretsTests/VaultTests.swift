import Foundation
import Linux
import Policy
import Secrets
import Sodium
import Testing

@Suite("A vault") struct VaultTests {
    @Test("gives back what was set, and no file holds it", arguments: Vault.Kind.allCases)
    func roundTrip(kind: Vault.Kind) throws {
        let scratch = try Scratch()
        let vault = scratch.vault(kind)
        try scratch.set("web1", "correct horse battery", in: vault)
        #expect(try scratch.text("web1", in: vault) == "correct horse battery")
        for file in try scratch.files(vault) {
            let content = try scratch.content(file, vault)
            #expect(content.range(of: Data("correct horse".utf8)) == nil, "\(file)")
        }
        let names = kind == .coordinator ? ["secrets.key", "web1.sealed"] : ["gate-secrets.key", "web1.sealed"]
        #expect(try scratch.files(vault) == names)
        for name in names { #expect(try scratch.mode(name, vault) == (kind == .coordinator ? 0o600 : 0o640)) }
    }

    @Test("keeps any bytes, from 1 to 64 KiB")
    func lengths() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        for count in [1, 2, 4096, Vault.longest] {
            let secret = try SecretBytes.random(count: count)
            try vault.set(Scratch.name("any"), to: secret, now: 7)
            #expect(try vault.open(Scratch.name("any")).equals(secret))
        }
        for count in [0, Vault.longest + 1] {
            let secret = try SecretBytes.random(count: count)
            #expect(throws: SecretError.badLength) { try vault.set(Scratch.name("any"), to: secret, now: 7) }
        }
    }

    @Test("is not deceived: every bit of a file counts")
    func everyBit() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        let whole = try scratch.content("web1.sealed", vault)
        for index in whole.indices {
            for bit in 0..<8 {
                var changed = whole
                changed[index] ^= 1 << bit
                try scratch.put("web1.sealed", changed, vault)
                #expect(throws: SecretError.self) { _ = try vault.open(Scratch.name("web1")) }
            }
        }
        for length in 0..<whole.count {
            try scratch.put("web1.sealed", whole.prefix(length), vault)
            #expect(throws: SecretError.self) { _ = try vault.open(Scratch.name("web1")) }
        }
        try scratch.put("web1.sealed", whole + [0], vault)
        #expect(throws: SecretError.forged(Scratch.name("web1"))) { _ = try vault.open(Scratch.name("web1")) }
    }

    @Test("a file under another name, or in the other vault, cannot be opened")
    func renamed() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        try scratch.put("web2.sealed", try scratch.content("web1.sealed", vault), vault)
        #expect(throws: SecretError.forged(Scratch.name("web2"))) { _ = try vault.open(Scratch.name("web2")) }

        let gates = scratch.vault(.gates)
        try scratch.set("web1", "y", in: gates)
        // With the same key too: what the file is for is bound into it.
        let key = try #require(String(data: scratch.content("secrets.key", vault), encoding: .utf8))
        let other = key.replacingOccurrences(of: "postern-secrets", with: "postern-gate-secrets")
        try scratch.put("gate-secrets.key", Data(other.utf8), gates)
        try scratch.put("web1.sealed", try scratch.content("web1.sealed", vault), gates)
        #expect(throws: SecretError.forged(Scratch.name("web1"))) { _ = try gates.open(Scratch.name("web1")) }
    }

    @Test("a file of a later version is named as such")
    func version() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        var later = try scratch.content("web1.sealed", vault)
        later[15] = 2
        try scratch.put("web1.sealed", later, vault)
        #expect(throws: SecretError.otherVersion(2, "\(vault.folder)/web1.sealed")) {
            _ = try vault.open(Scratch.name("web1"))
        }
    }

    @Test("a key or a file that others may read or write is not used", arguments: [0o604, 0o640, 0o620, 0o602, 0o666])
    func loose(mode: Int) throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        for name in ["secrets.key", "web1.sealed"] {
            try scratch.setMode(name, mode, vault)
            #expect(throws: SecretError.loose("\(vault.folder)/\(name)")) { _ = try vault.open(Scratch.name("web1")) }
            try scratch.setMode(name, 0o600, vault)
        }
        #expect(try scratch.text("web1", in: vault) == "x")
    }

    @Test("the gates' key is read by their group, and by nobody else")
    func group() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.gates)
        try scratch.set("s3", "x", in: vault)
        #expect(try scratch.text("s3", in: vault) == "x")
        try scratch.setMode("gate-secrets.key", 0o644, vault)
        #expect(throws: SecretError.loose(vault.keyFile)) { _ = try vault.open(Scratch.name("s3")) }
    }

    @Test("a link in place of the key or of a file is not followed")
    func links() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        try FileManager.default.moveItem(atPath: "\(vault.folder)/web1.sealed", toPath: "\(vault.folder)/elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: "\(vault.folder)/web1.sealed", withDestinationPath: "elsewhere")
        #expect(throws: SecretError.self) { _ = try vault.open(Scratch.name("web1")) }
    }

    @Test("lists names and times, and which cannot be opened")
    func list() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        #expect(try vault.secrets().isEmpty)
        try scratch.set("web2", "x", in: vault)
        try scratch.set("audit.key", "x", in: vault)
        try scratch.put("bad.sealed", Data("nonsense".utf8), vault)
        try scratch.put("audit.key", Data("the signing key".utf8), vault)
        let list = try vault.secrets()
        #expect(list.map(\.name.description) == ["audit.key", "bad", "web2"])
        #expect(list.map(\.set) == [1_800_000_000, nil, 1_800_000_000])
        #expect(list.map { $0.trouble == nil } == [true, false, true])
    }

    @Test("a secret that is removed is gone, and one that is not there is told")
    func remove() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        try vault.remove(Scratch.name("web1"))
        #expect(throws: SecretError.missing(Scratch.name("web1"))) { _ = try vault.open(Scratch.name("web1")) }
        #expect(throws: SecretError.missing(Scratch.name("web1"))) { try vault.remove(Scratch.name("web1")) }
    }

    @Test("a key that is lost is not silently made anew")
    func lostKey() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        try FileManager.default.removeItem(atPath: vault.keyFile)
        #expect(throws: SecretError.noKey(vault.keyFile)) { try scratch.set("web2", "y", in: vault) }
        #expect(vault.keyTrouble() == .noKey(vault.keyFile))
    }

    @Test("a key file that is damaged, or the other vault's, is refused")
    func badKeys() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        try scratch.set("web1", "x", in: vault)
        let key = try scratch.content("secrets.key", vault)
        let others = [
            Data(), key.dropLast(2), key + key + key, key + Data("x".utf8), Data("\n".utf8) + key,
            Data(String(decoding: key, as: UTF8.self).uppercased().utf8),
            Data(String(decoding: key, as: UTF8.self).replacing("postern-", with: "postern-gate-").utf8),
            Data((String(decoding: key.prefix(30), as: UTF8.self) + String(repeating: "g", count: 70)).utf8),
        ]
        for other in others {
            try scratch.put("secrets.key", other, vault)
            #expect(throws: SecretError.badKey(vault.keyFile)) { _ = try vault.open(Scratch.name("web1")) }
        }
        try scratch.put("secrets.key", key.dropLast(), vault)
        #expect(try scratch.text("web1", in: vault) == "x")
    }

    @Test("nothing that can be printed tells a secret")
    func printed() throws {
        var bytes = Array("correct horse".utf8)
        let secret = try SecretBytes(wiping: &bytes)
        #expect(bytes.allSatisfy { $0 == 0 })
        #expect(secret.description == "(a secret)")
    }
}

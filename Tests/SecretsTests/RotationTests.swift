import Foundation
import Secrets
import Testing

@Suite("A rotation of the key") struct RotationTests {
    @Test("seals all with a new key; what they are and when they were set stays")
    func all() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        for number in 0..<20 { try scratch.set("s\(number)", "value \(number)", in: vault) }
        let before = try scratch.content("secrets.key", vault)
        let sealed = try scratch.content("s7.sealed", vault)
        let rotation = try #require(try vault.rotate())
        #expect(rotation.resealed == 20 && !rotation.finishedEarlier)
        #expect(try scratch.content("secrets.key", vault) != before)
        #expect(try scratch.content("s7.sealed", vault) != sealed)
        for number in 0..<20 { #expect(try scratch.text("s\(number)", in: vault) == "value \(number)") }
        #expect(try vault.secrets().allSatisfy { $0.set == 1_800_000_000 && $0.trouble == nil })
        #expect(try !vault.isBetweenKeys())
        // The old key opens nothing any more.
        try scratch.put("secrets.key", before, vault)
        #expect(throws: SecretError.otherKey(Scratch.name("s7"))) { _ = try scratch.text("s7", in: vault) }
    }

    @Test("that was cut is ended by the next one, with the key that it had made")
    func cut() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        for name in ["a", "b"] { try scratch.set(name, name, in: vault) }
        let old = try scratch.content("secrets.key", vault)
        let oldB = try scratch.content("b.sealed", vault)
        _ = try vault.rotate()
        let new = try scratch.content("secrets.key", vault)
        // As it is when only "a" is done.
        try scratch.put("secrets.key", new + old, vault)
        try scratch.put("b.sealed", oldB, vault)
        try scratch.put(".secrets.key.4711.tmp", new, vault)
        #expect(try vault.isBetweenKeys())
        for name in ["a", "b"] { #expect(try scratch.text(name, in: vault) == name) }
        let rotation = try #require(try vault.rotate())
        #expect(rotation.resealed == 1 && rotation.finishedEarlier)
        #expect(try scratch.content("secrets.key", vault) == new)
        for name in ["a", "b"] { #expect(try scratch.text(name, in: vault) == name) }
        #expect(try scratch.files(vault) == ["a.sealed", "b.sealed", "secrets.key"])
    }

    @Test("does nothing where one secret cannot be opened")
    func damaged() throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        for name in ["a", "b"] { try scratch.set(name, name, in: vault) }
        try scratch.put("b.sealed", try scratch.content("a.sealed", vault), vault)
        let before = try scratch.files(vault).map { try scratch.content($0, vault) }
        #expect(throws: SecretError.forged(Scratch.name("b"))) { _ = try vault.rotate() }
        #expect(try scratch.files(vault).map { try scratch.content($0, vault) } == before)
    }

    @Test("without secrets has nothing to do")
    func nothing() throws {
        let scratch = try Scratch()
        #expect(try scratch.vault(.gates).rotate() == nil)
    }

    @Test("of a key that systemd brings takes the new one from there")
    func credential() throws {
        let scratch = try Scratch()
        let plain = scratch.vault(.coordinator)
        for name in ["a", "b"] { try scratch.set(name, name, in: plain) }
        let old = try scratch.content("secrets.key", plain)
        let oldFiles = try ["a.sealed", "b.sealed"].map { ($0, try scratch.content($0, plain)) }
        _ = try plain.rotate()
        let new = try scratch.content("secrets.key", plain)
        for (file, content) in oldFiles { try scratch.put(file, content, plain) }
        try FileManager.default.removeItem(atPath: plain.keyFile)

        let service = scratch.serviceVault()
        func bring(_ key: Data) throws {
            let path = "\(scratch.state)/credentials/secrets.key"
            try? FileManager.default.removeItem(atPath: path)
            #expect(FileManager.default.createFile(atPath: path, contents: key, attributes: [.posixPermissions: 0o400]))
        }
        try bring(old.dropLast())
        #expect(try scratch.text("a", in: service) == "a")
        #expect(throws: SecretError.credential("\(scratch.state)/credentials/secrets.key")) { _ = try service.rotate() }
        try bring(new + old)
        #expect(try service.rotate()?.resealed == 2)
        try bring(new)
        #expect(try scratch.text("b", in: service) == "b")
        #expect(try scratch.files(plain) == ["a.sealed", "b.sealed"])
    }

    @Test("goes on while others read: nobody misses a secret")
    func readers() async throws {
        let scratch = try Scratch()
        let vault = scratch.vault(.coordinator)
        for number in 0..<8 { try scratch.set("s\(number)", "value \(number)", in: vault) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 {
                group.addTask {
                    for _ in 0..<150 {
                        let text = try scratch.text("s\(number)", in: vault)
                        #expect(text == "value \(number)")
                    }
                }
            }
            for _ in 0..<12 { _ = try vault.rotate() }
            try await group.waitForAll()
        }
    }
}

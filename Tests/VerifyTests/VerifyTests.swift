import Attacks
import Foundation
import Policy
import Restic
import ResticFiles
import Store
import Testing
import Verify

/// Real repositories, attacked through the real rclone.
@Suite("What a client prepared is found, named, and taken out of the way") struct VerifyTests {
    /// Each attack on index and packs, and the words that it is found by.
    static let attacks: [(Attack, Set<String>)] = [
        (.poisoning(packs: 1, .data, carrying: false), ["index-poisoning", "lying-pack"]),
        (.poisoning(packs: 20, .tree, carrying: true), ["index-poisoning", "lying-pack"]),
        (.poisoning(packs: 3, .data, carrying: true), ["index-poisoning", "lying-pack"]),
        (.extraClaims, ["extra-claims"]), (.wrongOffsets, ["wrong-offsets"]), (.missingPacks, ["missing-packs"]),
        (.garbageIndex, ["unreadable"]), (.garbageSnapshot, ["unreadable"]), (.garbageKey, ["unreadable"]),
    ]

    @Test("It is found; mended, plain prune loses nothing", arguments: attacks)
    func found(attack: Attack, words: Set<String>) throws {
        let prey = try Prey()
        let desk = try Desk(prey)
        // One examination at a time holds what was verified.
        do {
            let before = try desk.examine()
            #expect(before.examined.isSound && before.examined.summary.packs > 0, "\(before.examined.findings)")
        }
        try prey.suffer(attack)
        do {
            let after = try desk.examine()
            #expect(Set(after.examined.findings.flatMap(\.flaws).map(\.word)) == words)
            try desk.mend(after)
        }
        let again = try desk.examine()
        #expect(again.examined.isSound, "\(again.examined.findings)")
        #expect(try prey.losses() == [])
    }

    @Test("All at once")
    func everything() throws {
        let prey = try Prey()
        let desk = try Desk(prey)
        for (attack, _) in Self.attacks.reversed() where attack != .garbageIndex { try? prey.suffer(attack) }
        // Nothing was verified before: the attack is as old as the rest.
        try desk.mend(try desk.examine())
        #expect(try desk.examine().examined.isSound)
        #expect(try prey.losses() == [])
    }

    @Test("What was read once is not read again, and what an honest host adds is good")
    func bounded() throws {
        let prey = try Prey()
        let desk = try Desk(prey)
        let first = try desk.examine().examined
        #expect(first.isSound)
        #expect(try desk.examine().examined.summary.packs == 0)
        try Data("new".utf8).write(to: URL(filePath: "\(prey.storage)/source/new"))
        try prey.backup()
        let third = try desk.examine().examined
        #expect(third.isSound && (1...2).contains(third.summary.packs), "\(third.summary)")
    }
}

/// Verifies a repository again and again, and does what is planned to repair it.
struct Desk {
    let prey: Prey
    let key: MasterKey

    init(_ prey: Prey) throws {
        self.prey = prey
        let folder = "\(prey.storage)/repository/keys"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: folder).first)
        let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
        key = try MasterKey(keyFile: bytes, password: Array(prey.password.utf8))
    }

    func examine() throws -> (examined: Examined, examination: Examination) {
        let place = try Place(parsing: "main:repository")
        let examination = try Examination(
            of: place, in: LocalStorage(root: prey.storage), key: key,
            verified: Verified("\(prey.storage)/\(Verified.file(for: place))"))
        return (try examination.run(), examination)
    }

    func mend(_ run: (examined: Examined, examination: Examination)) throws {
        let mending = try Mending(run.examined, by: run.examination)
        #expect(!mending.removals.isEmpty)
        for addition in mending.additions {
            let folder = folder(addition.kind, addition.name)
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(addition.bytes).write(to: URL(filePath: "\(folder)/\(addition.name.hex)"))
        }
        for case .file(let kind, let name) in mending.removals {
            try FileManager.default.removeItem(atPath: "\(folder(kind, name))/\(name.hex)")
        }
    }

    private func folder(_ kind: FileKind, _ name: FileName) -> String {
        let folder = "\(prey.storage)/repository/\(kind.rawValue)"
        return kind == .data ? "\(folder)/\(name.shard)" : folder
    }
}

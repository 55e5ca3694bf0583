import Audit
import Foundation
import Linux
import SQLite
import Seals
import Testing
import Trail

/// Every way to edit the trail that issue and design name, by somebody who may write to the database as root may: what
/// was done is found, and named with the first row that is wrong.
@Suite("Whoever edits the trail is found") struct AttackTests {
    let victim: Victim

    init() throws { victim = try Victim() }

    private func found(_ checkpoints: String? = nil) throws -> [String] {
        try victim.verify(checkpoints).defects.map { "\($0.damage.rawValue) \($0.row.map(String.init) ?? "-")" }
    }

    @Test("A trail that nobody touched is sound; sessions that died are told, and are no damage")
    func sound() throws {
        let report = try victim.verify()
        #expect(report.isSound, "\(report.defects)")
        #expect(report.rows == victim.rows && report.sealed == victim.sealed && report.root != nil)
        #expect(report.notes.contains { $0.contains("ended without a last word, as when a connection breaks") })
    }

    @Test("Changed: the line, its leaf hash, or both", arguments: [100, 1], [true, false])
    func changed(row: UInt64, withLeaf: Bool) throws {
        if withLeaf {
            let rest = try victim.lines(from: row + 1)
            try victim.replace(from: row, with: [victim.lines(from: row)[0].told] + rest)
        } else {
            try victim.tamper("UPDATE trail SET line = replace(line, '192.0.2.', '203.0.9.') WHERE seq = \(row)")
        }
        #expect(try found() == ["changed \(row)"])
        try victim.tamper("UPDATE trail SET leaf = zeroblob(32) WHERE seq = \(row)")
        #expect(try found() == ["changed \(row)"])
    }

    @Test("Changed: a row that no checkpoint covers yet, where its leaf hash was left as it was")
    func changedUnsealed() throws {
        let row = victim.sealed + 20
        try victim.tamper("UPDATE trail SET line = replace(line, '192.0.2.', '203.0.9.') WHERE seq = \(row)")
        #expect(try found() == ["changed \(row)"])
    }

    @Test("Changed: a row that no checkpoint covers yet, leaf hash and all, does not fit the catalog")
    func changedBeforeSeal() throws {
        let lines = try victim.lines(from: victim.sealed + 1)
        let index = try #require(lines.firstIndex { $0.contains("\"action\":\"save\",\"object\":\"data/") })
        var edited = lines
        edited[index] = lines[index].replacing("\"object\":\"data/", with: "\"object\":\"index/")
        try victim.replace(from: victim.sealed + 1, with: edited)
        #expect(try found() == ["catalog -"])
        #expect(try victim.verify(nil).defects.first?.text.contains("does not follow from the trail") == true)
    }

    @Test("Changed: replaced by a copy of another row", arguments: [40, 105])
    func copied(other: UInt64) throws {
        let rest = try victim.lines(from: 101)
        let copy = try victim.lines(from: other)[0].renumbered(by: 100 - Int64(other), from: victim.rows)
        try victim.replace(from: 100, with: [copy] + rest)
        #expect(try found() == ["changed 100"])
        #expect(try victim.verify().defects.first?.text == "row 100 was replaced by a copy of row \(other)")
    }

    @Test("Missing: one row or five, with a gap", arguments: [100, 1], [1, 5])
    func missing(row: UInt64, count: UInt64) throws {
        try victim.tamper("DELETE FROM trail WHERE seq BETWEEN \(row) AND \(row + count - 1)")
        #expect(try found() == ["missing \(row)"])
    }

    @Test("Missing: with all later rows renumbered", arguments: [100, 2], [1, 5])
    func closedUp(row: UInt64, count: UInt64) throws {
        let rest = try victim.lines(from: row + count).map { try $0.renumbered(by: -Int64(count), from: row) }
        try victim.replace(from: row, with: rest)
        #expect(try found().first == "missing \(row)")
    }

    @Test("Missing: of what no checkpoint covers yet")
    func missingUnsealed() throws {
        let row = victim.sealed + 20
        try victim.tamper("DELETE FROM trail WHERE seq = \(row)")
        #expect(try found() == ["missing \(row)"])
    }

    @Test("Inserted: with all later rows renumbered", arguments: [100, 2])
    func inserted(row: UInt64) throws {
        let lines = try victim.lines(from: row)
        let rest = try lines.map { try $0.renumbered(by: 1, from: row) }
        try victim.replace(from: row, with: [lines[0].told] + rest)
        #expect(try found() == ["inserted \(row)"])
    }

    @Test("Inserted: below the first row")
    func insertedBelow() throws {
        try victim.tamper(
            "INSERT INTO trail (seq, line, leaf) SELECT 0, json_set(line, '$.seq', 0), leaf FROM trail WHERE seq = 1")
        #expect(try found().first == "inserted 0")
    }

    @Test("Reordered: two rows, with each other's numbers", arguments: [100, 2], [1, 7])
    func reordered(row: UInt64, distance: UInt64) throws {
        var lines = try victim.lines(from: row)
        let (first, second) = (lines[0], lines[Int(distance)])
        lines[0] = try second.renumbered(by: -Int64(distance), from: victim.rows)
        lines[Int(distance)] = try first.renumbered(by: Int64(distance), from: victim.rows)
        try victim.replace(from: row, with: lines)
        #expect(try found() == ["reordered \(row)"])
    }

    @Test("Reordered: of what no checkpoint covers yet, which time shows")
    func reorderedUnsealed() throws {
        let row = victim.sealed + 20
        var lines = try victim.lines(from: row)
        (lines[0], lines[1]) = (
            try lines[1].renumbered(by: -1, from: victim.rows), try lines[0].renumbered(by: 1, from: victim.rows)
        )
        try victim.replace(from: row, with: lines)
        #expect(try found() == ["reordered \(row + 1)"])
    }

    @Test("Cut at the end: what the newest checkpoint covers, or what the catalog knows", arguments: [150, 230])
    func cut(last: UInt64) throws {
        try victim.tamper("DELETE FROM trail WHERE seq > \(last)")
        #expect(try found() == ["cut \(last + 1)"])
    }

    @Test("Cut at the end, with the checkpoints, the kept leaves and the catalog: a checkpoint from elsewhere shows it")
    func cutWithAll() throws {
        let copy = try victim.copyCheckpoints()
        try victim.tamper("DELETE FROM trail WHERE seq > 150")
        for file in [victim.state.seals.log, victim.state.seals.newest, victim.state.seals.leaves] {
            try FileManager.default.removeItem(atPath: file)
        }
        try victim.rebuildCatalog()
        #expect(try found() == [])
        #expect(try found(copy) == ["cut 151"])
    }

    @Test("Written anew, and sealed again with the stolen key: a checkpoint from elsewhere shows it")
    func writtenAnew() throws {
        let copy = try victim.copyCheckpoints()
        let rest = try victim.lines(from: 101)
        try victim.replace(from: 100, with: [victim.lines(from: 100)[0].told] + rest)
        for file in [victim.state.seals.log, victim.state.seals.newest, victim.state.seals.leaves] {
            try FileManager.default.removeItem(atPath: file)
        }
        try victim.seal()
        try victim.rebuildCatalog()
        #expect(try found() == [])
        #expect(try found(copy) == ["rewritten 1"])
    }

    @Test("Signature wrong: in the newest checkpoint or in the log of them", arguments: [true, false], [true, false])
    func signature(newest: Bool, ofOther: Bool) throws {
        let path = newest ? victim.state.seals.newest : victim.state.seals.log
        if ofOther {
            let other = try Victim.signer()
            let note = try #require(
                other.sign(
                    Checkpoint(origin: other.verifier.name, size: victim.sealed, root: try TreeHasher().emptyRoot())))
            try note.description.write(toFile: path, atomically: false, encoding: .utf8)
        } else {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            try text.replacing("\n\(victim.sealed)\n", with: "\n\(victim.sealed - 1)\n")
                .write(toFile: path, atomically: false, encoding: .utf8)
        }
        let report = try victim.verify()
        #expect(report.defects.map(\.damage) == [.signature], "\(report.defects)")
        #expect(report.defects.first?.text.hasPrefix(path + ":1: ") == true)
    }

    static let schemas = [
        ("DROP TRIGGER trail_kept", "the trigger trail_kept is missing"),
        ("DROP TRIGGER trail_verbatim", "the trigger trail_verbatim is missing"),
        ("CREATE TRIGGER hide AFTER INSERT ON trail BEGIN SELECT 1; END", "the trigger hide is not ours"),
        ("CREATE VIEW rows AS SELECT * FROM trail", "the view rows is not ours"),
        ("CREATE TABLE more (one)", "the table more is not ours"),
        ("DROP INDEX trail_client", "the index trail_client is missing"),
        ("CREATE INDEX mine ON trail (client) WHERE client <> 'web1'", "the index mine is not ours"),
        ("ALTER TABLE trail ADD COLUMN hidden TEXT", "the table trail was changed"),
        ("PRAGMA user_version = 7", "user_version was changed"),
        (
            "ALTER TABLE trail RENAME TO kept; CREATE VIEW trail AS SELECT * FROM kept WHERE seq <> 100",
            "the view trail is not ours"
        ),
    ]

    @Test("Schema changed: triggers, views, tables, indexes", arguments: schemas)
    func schema(_ statement: String, _ words: String) throws {
        let database = try Database(victim.trail, .readWrite)
        try database.execute(statement)
        let report = try victim.verify()
        #expect(report.defects.allSatisfy { $0.damage == .schema } && !report.isSound, "\(report.defects)")
        #expect(report.defects.contains { $0.text == words }, "\(report.defects)")
    }

    @Test("A page overwritten on the disk")
    func page() throws {
        let file = try FileHandle(forUpdating: URL(filePath: victim.trail))
        try file.seek(toOffset: 3 * 4096)
        try file.write(contentsOf: Data(repeating: 0x5a, count: 4096))
        try file.close()
        #expect(try victim.verify().defects.first?.damage == .unreadable)
    }

    @Test("The catalog changed, or gone, while the trail is as it was")
    func catalog() throws {
        try victim.tamperWithCatalog("UPDATE object SET bytes = bytes + 1 WHERE row = (SELECT min(row) FROM object)")
        #expect(try found() == ["catalog -"])
        try victim.tamperWithCatalog("CREATE VIEW mine AS SELECT 1")
        #expect(try found() == ["schema -"])
        try FileManager.default.removeItem(atPath: victim.catalog)
        #expect(try found() == ["catalog -"])
    }

    @Test("Seals go on where chattr +a lets nobody rewrite what was kept")
    func appendOnly() throws {
        let kept = URL(filePath: victim.state.seals.log).deletingLastPathComponent().path
        func chattr(_ flag: String) throws -> Int32 {
            let run = try Process.run(URL(filePath: "/usr/bin/chattr"), arguments: ["-R", flag, kept])
            run.waitUntilExit()
            return run.terminationStatus
        }
        try #require(try chattr("+a") == 0, "this needs root, and a file system that knows chattr +a")
        defer { _ = try? chattr("-a") }
        try victim.seal()
        #expect(try victim.verify().sealed == victim.rows)
        for file in [victim.state.seals.log, victim.state.seals.leaves] {
            #expect(throws: (any Error).self) { try Data().write(to: URL(filePath: file)) }
            #expect(throws: (any Error).self) { try FileManager.default.removeItem(atPath: file) }
            #expect(throws: SystemCallError.self) { _ = try Descriptor.at(file, O_WRONLY) }
        }
    }

    @Test("Nothing is sealed while new rows are damaged", arguments: ["line", "gap"])
    func sealing(how: String) throws {
        let row = victim.sealed + 20
        try victim.tamper(
            how == "gap"
                ? "DELETE FROM trail WHERE seq = \(row)"
                : "UPDATE trail SET line = replace(line, '192.0.2.', '203.0.9.') WHERE seq = \(row)")
        do throws(AuditError) {
            _ = try Sealing(victim.state).seal(with: victim.signer)
            Issue.record("it was sealed")
        } catch {
            #expect(error.isDamage && "\(error)".contains("\(row)"), "\(error)")
        }
    }
}

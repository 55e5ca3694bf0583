import Audit
import Catalog
import Foundation
import Linux
import Policy
import Restic
import SQLite
import Seals
import Sodium
import Testing
import Trail
import TrailMaker

/// A state folder that somebody will tamper with: a trail of several clients, the catalog that follows from it, and a
/// checkpoint over all but the last rows. Gone when the test is over.
final class Victim {
    /// How many rows the checkpoint covers, and how many there are.
    private(set) var sealed: UInt64 = 0
    private(set) var rows: UInt64 = 0
    let path: String
    let signer: SignerKey

    var state: AuditedState { AuditedState(path) }
    var trail: String { "\(path)/trail/audit.sqlite" }
    var catalog: String { "\(path)/catalog/catalog.sqlite" }

    init(sealing: UInt64 = 200, beyond: UInt64 = 60) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        for folder in ["trail", "catalog"] {
            try FileManager.default.createDirectory(
                atPath: "\(path)/\(folder)", withIntermediateDirectories: true)
        }
        signer = try Self.signer()
        try state.seals.prepare()
        try "\(signer.verifier)\n".write(toFile: state.seals.verifier, atomically: false, encoding: .utf8)
        try write(sealing)
        sealed = rows
        try seal()
        try write(rows + beyond)
        try catchUp()
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func signer(_ name: String = "gw.example.org/postern") throws -> SignerKey {
        let name = try #require(KeyName(name))
        let key = try SignerKey(name: name, key: .random())
        return try #require(key)
    }

    /// Rows up to this number and a few more, a second apart.
    private func write(_ last: UInt64) throws {
        let clock = Hand(rows)
        let trail = try TrailWriter(trail, clock: Clock { clock.next() })
        var maker = TrailMaker(trail, clients: 3, seed: rows + 1)
        try maker.fill(upTo: last)
        // A gate that is killed, as gates are now and then.
        let dead = try trail.append(
            Entry(
                client: "host1", source: "192.0.2.1", repository: "host1", action: .open, outcome: .allowed,
                details: [.init("place", "main:hosts/host1")]),
            session: nil)
        _ = try trail.append(
            Entry(
                client: "host1", source: "192.0.2.1", repository: "host1", action: .close, outcome: .failed,
                reason: "gate died"),
            session: dead.seq)
        try trail.commit()
        trail.checkpoint()
        rows = trail.last
    }

    func seal() throws { _ = try Sealing(state).seal(with: signer) }

    /// Brings the catalog up to date, as the ledger does.
    func catchUp() throws {
        let catalog = try Catalog(catalog)
        _ = try catalog.catchUp(with: TrailReader(trail))
        try catalog.commit()
        catalog.checkpoint()
    }

    /// Removes the catalog, and makes one that follows from what is in the trail now.
    func rebuildCatalog() throws {
        for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: catalog + end) }
        try catchUp()
    }

    func verify(_ checkpoints: String? = nil, _ stores: AuditedStores? = nil) throws -> Report {
        var verification = Verification(state)
        verification.checkpoints = checkpoints
        verification.stores = stores
        return try verification.run()
    }

    /// A file of the checkpoints that there are, kept somewhere else.
    func copyCheckpoints() throws -> String {
        let copy = "\(path)/elsewhere"
        try FileManager.default.copyItem(atPath: state.seals.log, toPath: copy)
        return copy
    }

    /// Does something to the trail that its triggers forbid, and puts the triggers back: the careful intruder.
    func tamper(_ statements: String...) throws { try edit(trail, statements) }

    func tamperWithCatalog(_ statements: String...) throws { try edit(catalog, statements) }

    private func edit(_ path: String, _ statements: [String]) throws {
        let database = try Database(path, .readWrite)
        var triggers: [(name: String, text: String)] = []
        do {
            let found = try database.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            while try found.step() { triggers.append((found.text(0), found.text(1))) }
        }
        for trigger in triggers { try database.execute("DROP TRIGGER \(trigger.name)") }
        for statement in statements { try database.execute(statement) }
        for trigger in triggers { try database.execute(trigger.text) }
        database.checkpoint()
    }

    /// Writes rows in the place of others: each line as it is given, with its number, and the leaf hash that fits it.
    func replace(from first: UInt64, with lines: [String]) throws {
        try tamper("DELETE FROM trail WHERE seq >= \(first)")
        let database = try Database(trail, .readWrite)
        let hasher = try TreeHasher()
        let insert = try database.prepare("INSERT INTO trail (seq, line, leaf) VALUES (?1, ?2, ?3)")
        for (index, line) in lines.enumerated() {
            let leaf = try hasher.leaf(line).bytes
            try insert.run(.number(first + UInt64(index)), .text(line), .bytes(leaf))
        }
    }

    /// The lines from a row on.
    func lines(from first: UInt64) throws -> [String] {
        let rows = try TrailScan(trail).rows(after: first - 1)
        var lines: [String] = []
        while let row = try rows.next() { lines.append(String(decoding: row.line, as: UTF8.self)) }
        return lines
    }

    private final class Hand: @unchecked Sendable {
        private var time: Int64
        init(_ rows: UInt64) { time = 1_800_000_000_000 + Int64(rows) * 1000 }
        func next() -> Moment {
            time += 1
            return Moment(milliseconds: time)
        }
    }
}

extension String {
    /// The line of a row that pretends to be `seq`, and to have happened when row `seq` would have: the most careful
    /// intruder also moves sessions along.
    func renumbered(by shift: Int64, from first: UInt64) throws -> String {
        let row = try Row(line: Array(utf8))
        let session = row.session > first ? UInt64(Int64(row.session) + shift) : row.session
        return Row(seq: UInt64(Int64(row.seq) + shift), at: row.at, session: session, entry: row.entry).line
    }

    /// The line of a row that tells of another address.
    var told: String { replacing("\"source\":\"192.0.2.", with: "\"source\":\"203.0.9.") }
}

import Glibc
import Policy
import SQLite
import Synchronization
import Testing
@testable import Trail

@Suite("The trail") struct TrailTests {
    let scratch: Scratch
    var path: String { "\(scratch.path)/audit.sqlite" }

    init() throws { scratch = try Scratch() }

    static func entry(_ client: String, _ action: Action = .save, _ outcome: Outcome = .allowed) -> Entry {
        Entry(client: client, repository: "r-\(client)", action: action, outcome: outcome)
    }

    @Test("Rows are numbered from one without gaps, also over a rollback and a restart")
    func numbers() throws {
        var trail = try TrailWriter(path, clock: .system)
        #expect(try trail.append(Self.entry("a", .open), session: nil).session == 1)
        try trail.commit()
        _ = try trail.append(Self.entry("b"), session: 1)
        trail.rollback()
        #expect(try trail.append(Self.entry("c"), session: 1).seq == 2)
        try trail.commit()
        trail = try TrailWriter(path, clock: .system)
        #expect(try trail.append(Self.entry("d", .open), session: nil).session == 3)
        try trail.commit()
        let rows = try TrailReader(path).rows()
        #expect(rows.map(\.seq) == [1, 2, 3])
        #expect(rows.map(\.entry.client) == ["a", "c", "d"])
    }

    @Test("A commit waits for the disk")
    func synchronous() throws {
        let trail = try TrailWriter(path, clock: .system)
        #expect(try trail.database.number("PRAGMA synchronous") == 2)
        let mode = try trail.database.prepare("PRAGMA journal_mode")
        #expect(try mode.step())
        #expect(mode.text(0) == "wal")
    }

    @Test("Time never goes back in it, whatever the machine's clock does")
    func time() throws {
        let now = SharedTime(1_800_000_000_000)
        var trail = try TrailWriter(path, clock: now.clock)
        _ = try trail.append(Self.entry("a"), session: nil)
        now.set(1_700_000_000_000)
        _ = try trail.append(Self.entry("b"), session: 1)
        try trail.commit()
        trail = try TrailWriter(path, clock: now.clock)
        _ = try trail.append(Self.entry("c"), session: 1)
        now.set(1_800_000_000_001)
        _ = try trail.append(Self.entry("d"), session: 1)
        try trail.commit()
        #expect(
            try TrailReader(path).rows().map(\.at.milliseconds) == [
                1_800_000_000_000, 1_800_000_000_000, 1_800_000_000_000, 1_800_000_000_001,
            ])
    }

    static let damage = [
        "UPDATE trail SET line = '{\"seq\":1}' WHERE seq = 1", "UPDATE trail SET leaf = zeroblob(32) WHERE seq = 1",
        "DELETE FROM trail", "DELETE FROM trail WHERE seq = 2", "UPDATE trail SET seq = 9 WHERE seq = 2",
        "INSERT INTO trail VALUES (4, '{\"seq\":4}', zeroblob(32))",
        "INSERT INTO trail VALUES (1, '{\"seq\":1}', zeroblob(32))",
        "INSERT OR REPLACE INTO trail VALUES (2, '{\"seq\":2}', zeroblob(32))",
        "INSERT INTO trail VALUES (3, '{\"seq\":5}', zeroblob(32))",
        "INSERT INTO trail VALUES (3, 'no JSON', zeroblob(32))", "INSERT INTO trail VALUES (3, x'00', zeroblob(32))",
        "INSERT INTO trail VALUES (3, '{\"seq\":3}', zeroblob(31))",
    ]

    @Test("No statement changes, removes, replaces or squeezes in a row", arguments: damage)
    func guarded(_ statement: String) throws {
        let trail = try TrailWriter(path, clock: .system)
        for _ in 1...2 { _ = try trail.append(Self.entry("a"), session: 1) }
        try trail.commit()
        let before = try TrailReader(path).rows()
        let database = try Database(path, .readWrite)
        #expect(throws: SQLiteError.self) { try database.execute(statement) }
        #expect(try TrailReader(path).rows() == before)
    }

    @Test("A reader changes nothing, and sees no row that is not committed")
    func reading() throws {
        let trail = try TrailWriter(path, clock: .system)
        _ = try trail.append(Self.entry("a"), session: nil)
        let reader = try TrailReader(path)
        #expect(try reader.count() == 0)
        try trail.commit()
        #expect(try reader.count() == 1)
        #expect(try reader.row(1)?.entry.client == "a")
        #expect(try reader.row(2) == nil)
        let database = try Database(path, .readOnly)
        #expect(throws: SQLiteError.self) { try database.execute("DROP TRIGGER trail_kept") }
    }

    static func filter(_ set: (inout RowFilter) -> Void) -> RowFilter {
        var filter = RowFilter()
        set(&filter)
        return filter
    }

    static let filters: [(RowFilter, [UInt64])] = [
        (filter { $0.client = "a" }, [1, 4]), (filter { $0.repository = "r-b" }, [2, 3]),
        (filter { $0.session = 1 }, [1, 2]), (filter { $0.actions = [.save] }, [2, 4]),
        (filter { $0.outcomes = [.refused, .failed] }, [3, 4]),
        (
            filter {
                $0.actions = [.remove]
                $0.outcomes = [.refused]
            }, [3]
        ), (filter { $0.after = 2 }, [3, 4]),
        (
            filter {
                $0.since = Moment(milliseconds: 2000)
                $0.until = Moment(milliseconds: 4000)
            }, [2, 3]
        ),
        (
            filter {
                $0.newestFirst = true
                $0.limit = 2
            }, [4, 3]
        ), (filter { $0.client = "' OR 1 --" }, []),
    ]

    @Test("A filter gives the rows that it names", arguments: filters)
    func filtering(_ filter: RowFilter, _ expected: [UInt64]) throws {
        let now = SharedTime(0)
        let trail = try TrailWriter(path, clock: now.clock)
        let entries: [(Entry, UInt64)] = [
            (Self.entry("a", .open), 1), (Self.entry("b", .save), 1), (Self.entry("b", .remove, .refused), 3),
            (Self.entry("a", .save, .failed), 3),
        ]
        for (number, entry) in entries.enumerated() {
            now.set(Int64(number + 1) * 1000)
            _ = try trail.append(entry.0, session: entry.1)
        }
        try trail.commit()
        #expect(try TrailReader(path).rows(filter).map(\.seq) == expected)
    }

    @Test("A filter finds its rows by an index, in the order that is wanted", arguments: filters.map(\.0))
    func plan(_ filter: RowFilter) throws {
        _ = try TrailWriter(path, clock: .system)
        let plan = try TrailReader(path).plan(of: filter)
        #expect(plan.contains { $0.contains("SEARCH trail USING") }, "\(plan)")
        #expect(!plan.contains { $0.contains("SCAN") || $0.contains("TEMP B-TREE") }, "\(plan)")
    }

    @Test("A trail of another version is left alone")
    func version() throws {
        let database = try Database(path, .readWrite)
        try database.execute("PRAGMA user_version = 99")
        #expect(throws: TrailError.unknownVersion(99)) { _ = try TrailWriter(path, clock: .system) }
        #expect(throws: TrailError.unknownVersion(99)) { _ = try TrailReader(path) }
    }

    @Test("An error names the statement, and nothing that was bound to it")
    func discretion() throws {
        let database = try Database(":memory:", .readWrite)
        try database.execute("CREATE TABLE t (x INTEGER PRIMARY KEY CHECK (x < 5)) STRICT")
        let insert = try database.prepare("INSERT INTO t VALUES (?)")
        do {
            try insert.run(.text("a secret"))
            Issue.record("a text went into a column of numbers")
        } catch {
            #expect(error.sql == "INSERT INTO t VALUES (?)")
            #expect(error.isConstraint || error.code == 20)
            #expect(!"\(error)".contains("secret"))
        }
    }
}

/// A clock that a test sets.
final class SharedTime: Sendable {
    private let milliseconds: Mutex<Int64>

    init(_ start: Int64) { milliseconds = Mutex(start) }

    func set(_ now: Int64) { milliseconds.withLock { $0 = now } }

    func advance(_ by: Int64) { milliseconds.withLock { $0 += by } }

    var clock: Clock { Clock { [self] in Moment(milliseconds: milliseconds.withLock { $0 }) } }
}

import Foundation
import Policy
import Restic
import Testing
import Trail

@Suite("A filter of the trail") struct ReviewTests {
    let reader: TrailReader
    private let folder: TemporaryFolder

    /// One trail for all tests that only read.
    private static let shared = Result { try write() }

    init() throws {
        folder = try Self.shared.get()
        reader = try TrailReader(folder.path + "/audit.sqlite")
    }

    /// 900 rows of three clients in two repositories, with every outcome, two a second.
    private static func write() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let path = folder.path + "/audit.sqlite"
        let clock = Ticks()
        let trail = try TrailWriter(path, clock: Clock { clock.next() })
        let actions: [Action] = [.open, .save, .save, .remove, .close, .clientAdd]
        for number in 0..<900 {
            let entry = Entry(
                client: "host\(number % 3)", source: "192.0.2.\(number % 4)", repository: "repo\(number / 3 % 2)",
                action: actions[number % actions.count],
                outcome: Outcome.allCases[number / 7 % Outcome.allCases.count])
            _ = try trail.append(entry, session: UInt64(number / 50 * 50 + 1))
        }
        try trail.commit()
        return folder
    }

    /// Every way to combine what filters name.
    static let filters: [RowFilter] = {
        var filters = [RowFilter()]
        func cross(_ set: (inout RowFilter) -> Void) {
            filters += filters.map { filter in
                var filter = filter
                set(&filter)
                return filter
            }
        }
        cross { $0.client = "host1" }
        cross { $0.repository = "repo1" }
        cross { $0.session = 101 }
        cross { $0.actions = [.save, .remove] }
        cross { $0.outcomes = $0.client == nil ? [.refused] : [.failed, .lost] }
        cross { $0.since = Ticks.moment(30) }
        cross { $0.until = Ticks.moment(800) }
        return filters
    }()

    @Test("gives the rows that fit it and no others, in order, from either end", arguments: filters)
    func fits(filter: RowFilter) throws {
        let expected = try reader.rows().filter { Self.fits($0, filter) }
        #expect(try reader.rows(filter) == expected)
        var backwards = filter
        backwards.newestFirst = true
        #expect(try pages(backwards) == expected.reversed())
        backwards.limit = 3
        #expect(try pages(backwards) == expected.suffix(3).reversed())
    }

    @Test("finds its rows by an index and does not sort them", arguments: filters)
    func indexed(filter: RowFilter) throws {
        for newestFirst in [false, true] {
            var filter = filter
            filter.newestFirst = newestFirst
            let plan = try reader.plan(of: filter)
            #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN") }, "\(plan)")
            let index = try #require(Self.index(filter))
            let searches = plan.filter { $0.contains("SEARCH") }
            #expect(!searches.isEmpty && searches.allSatisfy { $0.contains(index) }, "\(plan)")
        }
    }

    @Test("takes the index that knows the most of it")
    func plans() throws {
        for (question, steps) in try reader.plans() {
            #expect(steps.contains { $0.contains("USING") && $0.contains("INDEX trail_") }, "\(question): \(steps)")
            #expect(!steps.contains { $0.contains("TEMP B-TREE") }, "\(question): \(steps)")
        }
    }

    @Test("that allows every outcome at once gives all rows")
    func anyOutcome() throws {
        var filter = RowFilter()
        filter.outcomes = Outcome.allCases
        #expect(try reader.rows(filter).count == 900)
    }

    @Test("reads on while the ledger writes and tidies up, a page at a time")
    func meanwhile() throws {
        let folder = try Self.write()
        let reader = try TrailReader(folder.path + "/audit.sqlite")
        let trail = try TrailWriter(folder.path + "/audit.sqlite", clock: Clock { Ticks.moment(5000) })
        var seen: [UInt64] = []
        try reader.pages(RowFilter()) { row, _ in
            if seen.isEmpty {
                _ = try trail.append(Entry(client: "late", action: .open, outcome: .allowed), session: nil)
                try trail.commit()
                trail.checkpoint()
            }
            seen.append(row.seq)
            return true
        }
        #expect(seen == Array(1...901))
    }

    @Test("knows the clients, the sources that each came from, and how a session ended")
    func questions() throws {
        #expect(try reader.clients() == ["host0", "host1", "host2"])
        #expect(try reader.last() == 900)
        #expect(try reader.knows("host0", from: "192.0.2.0", before: 900))
        #expect(try !reader.knows("host0", from: "198.51.100.1", before: 900))
        #expect(try !reader.knows("host0", from: "192.0.2.0", before: 1))
        #expect(try reader.close(of: 1)?.entry.action == .close)
        #expect(try reader.close(of: 2) == nil)
    }

    private func pages(_ filter: RowFilter) throws -> [Row] {
        var rows: [Row] = []
        try reader.pages(filter) { row, _ in
            rows.append(row)
            return true
        }
        return rows
    }

    private static func fits(_ row: Row, _ filter: RowFilter) -> Bool {
        let entry = row.entry
        return (filter.client ?? entry.client) == entry.client
            && (filter.repository ?? entry.repository) == entry.repository
            && (filter.session ?? row.session) == row.session
            && (filter.actions.isEmpty || filter.actions.contains(entry.action))
            && (filter.outcomes.isEmpty || filter.outcomes.contains(entry.outcome))
            && row.at >= (filter.since ?? row.at) && (filter.until.map { row.at < $0 } ?? true)
    }

    private static func index(_ filter: RowFilter) -> String? {
        if filter.session != nil { return "trail_session" }
        let lead = filter.client != nil ? "trail_client" : filter.repository != nil ? "trail_repo" : "trail"
        if !filter.outcomes.isEmpty { return lead + "_outcome" }
        if !filter.actions.isEmpty { return lead + "_action" }
        if filter.client != nil { return filter.repository != nil ? "trail_client_repo" : "trail_client" }
        return filter.repository != nil ? "trail_repo" : "INTEGER PRIMARY KEY"
    }
}

/// A clock that goes on by half a second at each look.
private final class Ticks: @unchecked Sendable {
    private var count: Int64 = 0

    static func moment(_ count: Int64) -> Moment { Moment(milliseconds: 1_800_000_000_000 + count * 500) }

    func next() -> Moment {
        defer { count += 1 }
        return Self.moment(count)
    }
}

/// A folder that is gone after the test.
private final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "postern-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

import Policy
import Restic
import Testing
import Trail

@Suite("postern audit list") struct AuditTests {
    let desk: Desk

    /// A trail of four rows, one a minute; the second is a client's worst.
    init() throws {
        desk = try Desk()
        desk.setUp()
        let start: Int64 = 1_799_999_000_000
        let next = Ticker(start)
        let trail = try TrailWriter(desk.path("state/trail/audit.sqlite"), clock: Clock { next.tick() })
        let name = String(repeating: "ab", count: 32)
        for entry in [
            Entry(client: "web1", repository: "web1", action: .open, outcome: .allowed),
            Entry(
                client: "web1", repository: "web1", action: .request, object: "\u{1b}[31m\r\nforged \\ \u{202e}",
                outcome: .refused, reason: "not-served"),
            Entry(
                client: "db1", repository: "db", action: .save, object: "data/\(name)", bytes: ByteCount(bytes: 4711),
                outcome: .allowed),
            Entry(action: .clientAdd, object: "db2", outcome: .allowed, details: [.init("actor", "alice")]),
        ] {
            _ = try trail.append(entry, session: 0)
            try trail.commit()
        }
    }

    @Test("shows what a client sent escaped: it forges no line and moves no cursor")
    func escaped() {
        let reply = desk.postern("audit", "list")
        #expect(reply.status == 0 && reply.out.count == 5, "\(reply)")
        #expect(reply.out.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
        #expect(reply.out[2].contains(#"\u{1b}[31m\u{d}\u{a}forged \\ \u{202e}"#))
        #expect(reply.out[3].contains("data/ababababab ") && reply.out[3].contains("4711 bytes"))
        #expect(reply.out[4].contains("by alice"))
    }

    @Test(
        "shows the rows that are asked for",
        arguments: [
            (["--client", "web1"], [1, 2]), (["--repo", "db"], [3]), (["--outcome", "refused"], [2]),
            (["--last", "2"], [3, 4]), (["--last", "1", "--client", "web1"], [2]),
            (["--since", "2027-01-15T07:55:00Z"], [3, 4]), (["--since", "5m"], [3, 4]),
            (["--since", "2027-01-16"], []),
            ([], [1, 2, 3, 4]),
        ])
    func filters(arguments: [String], rows: [Int]) {
        let reply = desk.run(["audit", "list", "--json", "--config", desk.path("etc")] + arguments)
        #expect(reply.status == 0)
        #expect(reply.out.map { $0.prefix(8) } == rows.map { "{\"seq\":\($0)" })
    }

    @Test("says that there is no trail before the ledger has run")
    func none() throws {
        let fresh = try Desk()
        fresh.setUp()
        let reply = fresh.postern("audit", "list")
        #expect(reply.status == 1 && reply.err.contains { $0.contains("there is no trail yet") })
    }
}

/// A clock that goes on by eight minutes at each look.
private final class Ticker: @unchecked Sendable {
    private var time: Int64
    init(_ time: Int64) { self.time = time }
    func tick() -> Moment {
        defer { time += 8 * 60_000 }
        return Moment(milliseconds: time)
    }
}

import LedgerWire
import Policy
import Restic
import SQLite
import Testing
import Trail

@testable import Catalog
@testable import Ledger

@Suite("The catalog") struct RebuildTests {
    /// What happens at the ledger in a life of gates that come, work, fail and die, drawn from a dice.
    final class Life {
        let desk: Desk
        var dice: Dice
        var peers: [PeerID] = []
        var open: [PeerID: [UInt64]] = [:]
        /// Runs of maintenance that there have been.
        var runs: [UInt64] = []

        init(desk: Desk, dice: Dice) {
            self.desk = desk
            self.dice = dice
        }

        func pick(_ count: Int) -> Int { Int.random(in: 0..<count, using: &dice) }

        func object() throws -> Object {
            let number = pick(12)
            return switch pick(6) {
            case 0: .config
            case 1: .file(.keys, try name(number))
            case 2: .file(.snapshots, try name(number))
            case 3: try lock(number)
            default: try pack(number)
            }
        }

        func begin() throws {
            let (client, place) = (pick(3), pick(3))
            let (peer, welcome) = try desk.session(
                opening("web\(client)", at: "main:r\(place)", configured: pick(2) == 0) { one in
                    one.limits.sessions = 5
                    one.limits.readBudget = .kibibytes(100)
                    one.limits.snapshotsPerDay = 30
                    one.limits.anyLock = client == 0
                })
            guard welcome.refusal == nil else { return }
            peers.append(peer)
            open[peer] = []
            for one in welcome.unsettled.prefix(pick(3)) {
                desk.send(peer, .settle(row: one.row, present: pick(2) == 0))
            }
        }

        func act(_ peer: PeerID) throws {
            let reply: Reply? =
                switch pick(6) {
                case 0: desk.send(peer, .permitCreate)
                case 1: desk.send(peer, .permitRemove(try lock(pick(12)), sweeping: false))
                case 2: desk.send(peer, .permitRemove(.file(.keys, try name(pick(12))), sweeping: true))
                default: try save(peer)
                }
            if case .permitted(let row) = reply { open[peer]?.append(row) }
        }

        func save(_ peer: PeerID) throws -> Reply? {
            let wanted = Message.reserve(
                try object(), ByteCount(bytes: UInt64(pick(4000))), .unlimited, seen: 0)
            guard case .reserved(let number) = desk.send(peer, wanted) else { return nil }
            return desk.send(peer, pick(5) == 0 ? .release(reservation: number) : .permitSave(reservation: number))
        }

        func report(_ peer: PeerID) {
            guard let row = open[peer]?.popLast() else { return }
            switch pick(4) {
            case 0: desk.send(peer, .failed(row: row, reason: "EIO"))
            case 1: desk.send(peer, .failed(row: row, reason: FailureReason.present))
            default: desk.send(peer, .done(row: row))
            }
        }

        func step() throws {
            if peers.isEmpty { try begin() }
            guard !peers.isEmpty else { return }
            let peer = peers[pick(peers.count)]
            switch pick(40) {
            case 0..<4: try begin()
            case 4: desk.send(peer, .refusal(.remove, try object(), .appendOnly, asked: "x"))
            case 5: desk.send(peer, .mayRead(ByteCount(bytes: UInt64(pick(9000)))))
            case 6: leave(peer) { _ = desk.send($0, .close(SessionCounts())) }
            case 7: leave(peer) { desk.hangUp($0) }
            case 8: desk.time.advance(Int64(pick(8_000_000)))
            case 9 where pick(3) == 0: try restart { try desk.crash() }
            case 10 where pick(3) == 0: try restart { try desk.restart() }
            case 11, 12: try maintain()
            case 13..<26: report(peer)
            default: try act(peer)
            }
        }

        func leave(_ peer: PeerID, _ how: (PeerID) -> Void) {
            how(peer)
            peers.removeAll { $0 == peer }
            open[peer] = nil
        }

        func restart(_ how: () throws -> Void) throws {
            try how()
            peers = []
            open = [:]
        }
    }

    @Test("Made anew from the trail it is the same, whatever happened", arguments: 1...12)
    func rebuilt(_ seed: Int) throws {
        let life = Life(desk: try Desk(), dice: Dice(seed: UInt64(seed)))
        for _ in 1...4 {
            for _ in 0..<150 { try life.step() }
            try life.restart { try life.desk.restart() }
            #expect(try life.desk.dump == life.desk.rebuiltDump)
        }
        let actions = Set(try life.desk.rows.map { "\($0.entry.action) \($0.entry.outcome)" })
        #expect(actions.count > 18, "a life in which too little happened: \(actions.sorted())")
    }

    @Test("Its usage is the sum of its objects, each once", arguments: 1...6)
    func usage(_ seed: Int) throws {
        let life = Life(desk: try Desk(), dice: Dice(seed: UInt64(100 + seed)))
        for _ in 0..<400 { try life.step() }
        let queries = life.desk.books.catalog.queries
        let sums = """
            SELECT place, sum((bytes + 4095) / 4096 * 4096 + 4096), count(*) FROM (
                SELECT place, min(row), bytes FROM object GROUP BY place, kind, name) GROUP BY place
            """
        let counted = try queries.all(sums) { [$0.number(0), $0.number(1), $0.number(2)] }
        let kept = try queries.all("SELECT place, cost, objects FROM usage WHERE objects <> 0 ORDER BY place") {
            [$0.number(0), $0.number(1), $0.number(2)]
        }
        #expect(counted == kept)
    }

    @Test("One that was made from another trail is noticed, not believed")
    func foreign() throws {
        let (one, other) = (try Desk(), try Desk())
        _ = try one.session(opening("web1"))
        _ = try other.session(opening("web2"))
        let reader = try TrailReader(other.settings.trail)
        #expect(throws: CatalogError.foreign) { try one.books.catalog.catchUp(with: reader) }
    }
}

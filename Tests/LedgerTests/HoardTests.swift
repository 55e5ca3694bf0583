import Catalog
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("What a session may keep for itself") struct HoardTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    private func key(_ number: Int) throws -> Object { .file(.keys, try name(number)) }

    private func fresh(_ client: String = "web1") throws -> (peer: PeerID, welcome: SessionWelcome) {
        try desk.session(opening(client, at: "main:shared", configured: false))
    }

    @Test("A client may have announced 2 GiB over all its sessions; another client's are not touched")
    func announced() throws {
        let (first, _) = try desk.session(opening())
        let (second, _) = try desk.session(opening("web1", at: "main:b"))
        let (other, _) = try desk.session(opening("web2", at: "main:web2"))
        for number in 0..<8 {
            #expect(try desk.reserve(number % 2 == 0 ? first : second, pack(number), 256 << 20) == nil)
        }
        #expect(try desk.reserve(first, pack(8), 1) == .tooMuchAtOnce)
        #expect(try desk.reserve(second, pack(8), 1) == .tooMuchAtOnce)
        #expect(try desk.reserve(other, pack(9), 256 << 20) == nil)
        desk.hangUp(second)
        #expect(try desk.reserve(first, pack(8), 1) == nil)
    }

    @Test("A place without a config takes four keys, those on their way included")
    func keys() throws {
        let (peer, _) = try fresh()
        try desk.save(peer, key(1))
        for number in 2...4 { #expect(try desk.reserve(peer, key(number)) == nil) }
        #expect(try desk.reserve(peer, key(5)) == .tooManyKeys)
        #expect(try desk.reserve(peer, .config, 155) == nil)
    }

    @Test("Keys that went to the trash count, but for those that did not get there")
    func sweptKeys() throws {
        let (peer, _) = try fresh()
        func sweep(_ number: Int, failing: Bool = false) throws {
            try desk.save(peer, key(number))
            guard case .permitted(let row) = desk.send(peer, .permitRemove(try key(number), sweeping: true)) else {
                throw Desk.Unexpected()
            }
            desk.send(peer, failing ? .failed(row: row, reason: "EIO") : .done(row: row))
        }
        for number in 1...62 { try sweep(number) }
        try sweep(63, failing: true)
        #expect(try desk.reserve(peer, key(64)) == nil)
        #expect(try desk.reserve(peer, key(65)) == .tooManyKeys)
        // A catalog that is made anew knows of the open sessions only what their rows tell.
        try desk.restart()
        #expect(try desk.dump == desk.rebuiltDump)
    }

    @Test("A lock of its own that is gone without a row is forgotten, once its session says so")
    func goneLock() throws {
        let (peer, _) = try desk.session(opening("web1", at: "main:shared"))
        let row = try desk.save(peer, lock(1))
        let (_, other) = try desk.session(opening("web2", at: "main:shared"))
        #expect(other.unsettled.isEmpty)
        let (next, welcome) = try desk.session(opening("web1", at: "main:shared"))
        #expect(welcome.unsettled == [Unsettled(row: row, action: .save, object: try lock(1))])
        #expect(desk.send(next, .settle(row: row, present: true)) == .granted)
        #expect(try desk.session(opening("web1", at: "main:shared")).welcome.unsettled.count == 1)
        #expect(desk.send(next, .settle(row: row, present: false)) == .granted)
        let sweep = try #require(desk.rows.last)
        #expect(sweep.entry.action == .sweep)
        #expect(sweep.entry.object == "\(try lock(1))")
        #expect(sweep.entry.number("row") == row)
        #expect(try desk.session(opening("web1", at: "main:shared")).welcome.unsettled.isEmpty)
        #expect(desk.send(next, .close(SessionCounts())) == .granted)
        // A catalog that is made anew knows of the open sessions only what their rows tell.
        try desk.restart()
        #expect(try desk.dump == desk.rebuiltDump)
    }

    @Test("A lock that another session is just about to add is not asked about")
    func comingLock() throws {
        let (peer, _) = try desk.session(opening("web1", at: "main:shared"))
        let row = try desk.permit(peer, lock(1))
        #expect(try desk.session(opening("web1", at: "main:shared")).welcome.unsettled.isEmpty)
        desk.send(peer, .done(row: row))
        #expect(try desk.session(opening("web1", at: "main:shared")).welcome.unsettled.count == 1)
    }

    @Test("Nobody makes the ledger forget another client's lock, or an object")
    func otherLock() throws {
        let (mine, _) = try desk.session(opening("web1", at: "main:shared"))
        let rows = [try desk.save(mine, lock(1)), try desk.save(mine, pack(1))]
        let (other, _) = try desk.session(opening("web2", at: "main:shared"))
        let before = try desk.rows.count
        for row in rows { #expect(desk.send(other, .settle(row: row, present: false)) == .granted) }
        #expect(desk.send(mine, .settle(row: rows[1], present: false)) == .granted)
        #expect(try desk.rows.count == before)
        guard case .permitted = desk.send(mine, .permitRemove(try lock(1), sweeping: false)) else {
            throw Desk.Unexpected()
        }
    }

    @Test("A permit that is not used within ten minutes ends its session, and the next one looks what became of it")
    func unusedPermit() throws {
        let (peer, _) = try desk.session(opening())
        let row = try desk.permit(peer, pack(1))
        desk.time.advance(599_999)
        #expect(desk.books.run([]).isEmpty)
        #expect(desk.books.nextOverdue == desk.time.clock.now().milliseconds + 1)
        desk.time.advance(1)
        #expect(desk.books.hasUnfinishedWork)
        #expect(desk.books.run([]).map(\.peer) == [peer])
        #expect(try desk.rows.last?.entry.reason == "permit not used")
        #expect(desk.send(peer, .done(row: row)) == .failure(.violation))
        #expect(try desk.session(opening()).welcome.unsettled.map(\.row) == [row])
    }

    @Test("A session that begins to initialise and stops for ten minutes is ended, and another one may")
    func idleClaim() throws {
        let (idle, _) = try fresh()
        try desk.save(idle, key(1))
        let (second, _) = try fresh("web2")
        #expect(try desk.reserve(second, key(2)) == .initInProgress)
        desk.time.advance(600_000)
        #expect(desk.books.run([]).map(\.peer) == [idle])
        #expect(try desk.rows.last?.entry.reason == "init not finished")
        #expect(try desk.reserve(second, key(2)) == nil)
    }

    @Test("A session that has initialised is not ended, and adds no keys any more")
    func finishedClaim() throws {
        let (peer, _) = try fresh()
        try desk.save(peer, key(1))
        try desk.save(peer, .config, 155)
        #expect(try desk.reserve(peer, key(2)) == .keysAfterInit)
        desk.time.advance(1_000_000)
        #expect(desk.books.run([]).isEmpty)
        #expect(desk.books.nextOverdue == nil)
    }

    @Test("A clock that was ahead once stops no day: limits follow the clock, rows keep their order and tell both")
    func clock() throws {
        let (peer, _) = try desk.session(opening { $0.limits.snapshotsPerDay = 1 })
        desk.time.advance(3650 * Desk.day)
        try desk.save(peer, .file(.snapshots, try name(1)))
        desk.time.advance(-3650 * Desk.day)
        try desk.save(peer, .file(.snapshots, try name(2)))
        let rows = try desk.rows
        #expect(rows[2].at == rows[1].at)
        #expect(rows[2].time.milliseconds == Desk.noon)
        #expect(rows[2].entry.text("clock") == "2027-01-15T12:00:00.000Z")
        let received = try desk.books.catalog.received(.file(.snapshots, try name(2)), at: Place(parsing: "main:web1"))
        #expect(received?.at.milliseconds == Desk.noon)
        #expect(try desk.reserve(peer, .file(.snapshots, try name(3))) == .snapshotsPerDay)
        desk.time.advance(Desk.day)
        try desk.save(peer, .file(.snapshots, try name(3)))
        // A catalog that is made anew knows of the open sessions only what their rows tell.
        try desk.restart()
        #expect(try desk.dump == desk.rebuiltDump)
    }

    @Test("A clock that goes back by a step of NTP needs no word")
    func step() throws {
        let (peer, _) = try desk.session(opening())
        desk.time.advance(-60_000)
        try desk.save(peer, pack(1))
        #expect(try desk.rows.last?.entry.text("clock") == nil)
    }
}

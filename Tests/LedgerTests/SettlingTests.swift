import Glibc
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Catalog
@testable import Ledger

@Suite("What a dead session leaves open") struct SettlingTests {
    let desk: Desk
    let place: Place

    init() throws {
        desk = try Desk()
        place = try Place(parsing: "main:web1")
    }

    func usage() throws -> UInt64 { try desk.books.catalog.usage(of: place).objects }

    @Test("Its permits are told to the next session of the repository, and to no other")
    func told() throws {
        let (peer, _) = try desk.session(opening())
        let done = try desk.save(peer, pack(1))
        let open = try desk.permit(peer, pack(2))
        desk.hangUp(peer)
        #expect(try desk.session(opening("web2", at: "main:other")).welcome.unsettled == [])
        let (_, welcome) = try desk.session(opening())
        #expect(welcome.unsettled == [Unsettled(row: open, action: .save, object: try pack(2))])
        let close = try #require(desk.rows.first { $0.entry.action == .close })
        #expect(close.entry.outcome == .failed)
        #expect(close.entry.reason == "gate died")
        #expect(close.entry.text("pending") == String(open))
        #expect(done < open)
    }

    @Test("An object that is there counts; one that is not is lost, and counts no more", arguments: [true, false])
    func settled(_ isPresent: Bool) throws {
        let (peer, _) = try desk.session(opening())
        let row = try desk.permit(peer, pack(1))
        desk.hangUp(peer)
        #expect(try usage() == 1)
        let (next, _) = try desk.session(opening())
        #expect(desk.send(next, .settle(row: row, present: isPresent)) == .granted)
        let last = try #require(desk.rows.last)
        #expect(last.entry.action == (isPresent ? .settle : .save))
        #expect(last.entry.outcome == (isPresent ? .allowed : .lost))
        #expect(last.entry.number("row") == row)
        #expect(try usage() == (isPresent ? 1 : 0))
        #expect(try desk.session(opening()).welcome.unsettled == [])
        // A second session that was told of it comes too late, and does no harm.
        #expect(desk.send(next, .settle(row: row, present: !isPresent)) == .granted)
        #expect(try desk.rows.count == Int(last.seq) + 1)
    }

    @Test("A removal that did not happen leaves the lock with its owner", arguments: [true, false])
    func removal(_ isPresent: Bool) throws {
        let (peer, _) = try desk.session(opening())
        try desk.save(peer, lock(1))
        guard case .permitted(let row) = desk.send(peer, .permitRemove(try lock(1), sweeping: false)) else {
            throw Desk.Unexpected()
        }
        desk.hangUp(peer)
        let (next, _) = try desk.session(opening())
        #expect(desk.send(next, .settle(row: row, present: isPresent)) == .granted)
        #expect(try desk.books.catalog.received(lock(1), at: place)?.client == (isPresent ? "web1" : nil))
    }

    @Test("An object that two sessions stored counts once, and for the one that did it")
    func twice() throws {
        let (dead, _) = try desk.session(opening())
        let lost = try desk.permit(dead, pack(1))
        desk.hangUp(dead)
        let (live, _) = try desk.session(opening())
        let done = try desk.save(live, pack(1))
        #expect(desk.send(live, .settle(row: lost, present: true)) == .granted)
        #expect(try desk.rows.last?.entry.reason == "present")
        #expect(try usage() == 1)
        #expect(try desk.books.catalog.received(pack(1), at: place)?.row == done)
    }

    @Test("A save that found its object there counts nothing twice, whichever of the two is told first")
    func present() throws {
        let (first, _) = try desk.session(opening())
        let (second, _) = try desk.session(opening())
        let rows = [try desk.permit(first, pack(1), 5000), try desk.permit(second, pack(1), 5000)]
        #expect(desk.send(first, .failed(row: rows[0], reason: FailureReason.present)) == .granted)
        desk.send(second, .done(row: rows[1]))
        let usage = try desk.books.catalog.usage(of: place)
        #expect(usage.objects == 1)
        #expect(usage.cost == .kibibytes(12))
        #expect(try desk.books.catalog.counts(of: "web1", on: desk.books.trail.now.day).uploaded.bytes == 5000)
    }

    @Test("An object that was there and that no row accounts for counts from now on")
    func adopted() throws {
        let (peer, _) = try desk.session(opening())
        let row = try desk.permit(peer, pack(1))
        #expect(desk.send(peer, .failed(row: row, reason: FailureReason.present)) == .granted)
        #expect(try usage() == 1)
        #expect(try desk.books.catalog.received(pack(1), at: place)?.row == row)
    }

    @Test("When the ledger itself dies, what it had not heard to be done is open")
    func ledgerDied() throws {
        let (peer, welcome) = try desk.session(opening())
        try desk.save(peer, pack(1))
        let open = try desk.permit(peer, pack(2))
        try desk.crash()
        let close = try #require(desk.rows.last)
        #expect(close.session == welcome.number)
        #expect(close.entry.reason == "ledger died")
        #expect(close.entry.key == "SHA256:key")
        #expect(close.entry.text("pending") == String(open))
        #expect(try desk.session(opening()).welcome.unsettled.map(\.row) == [open])
    }

    @Test("A gate that outlives the ledger may still be at work: nobody judges its acts, nor thinks to be alone")
    func remnant() throws {
        let peer = desk.peer()
        desk.send(peer, .open(try opening()), pid: getpid())
        let open = try desk.permit(peer, pack(1))
        try desk.crash()
        let (_, early) = try desk.session(opening())
        #expect(!early.alone)
        #expect(early.unsettled == [])
        desk.hangUp(PeerID(number: 2))
        desk.time.advance(LedgerLimits.remnants)
        let (_, late) = try desk.session(opening())
        #expect(late.alone)
        #expect(late.unsettled.map(\.row) == [open])
    }

    @Test("More open acts than a row can name are open all the same")
    func all() throws {
        var peers: [PeerID] = []
        var open: [UInt64] = []
        let (peer, _) = try desk.session(opening())
        peers.append(peer)
        for number in 0..<100 {
            let row = try desk.permit(peer, pack(number))
            open.append(row)
            // As after a power cut: the ledger has forgotten that they were done.
            desk.books.present.sessions[1]?.pending[row] = nil
        }
        try desk.crash()
        #expect(try desk.rows.last?.entry.text("pending") == "all")
        #expect(try desk.session(opening()).welcome.unsettled.map(\.row) == open)
        try desk.restart()
        #expect(try desk.dump == desk.rebuiltDump)
    }

    @Test("An orderly end names nothing, and settles everything")
    func orderly() throws {
        let (peer, _) = try desk.session(opening())
        try desk.save(peer, pack(1))
        var counts = SessionCounts()
        (counts.saves, counts.bytesIn, counts.refusals) = (1, ByteCount(bytes: 1000), 2)
        #expect(desk.send(peer, .close(counts)) == .granted)
        let close = try #require(desk.rows.last)
        #expect(close.entry.outcome == .allowed)
        #expect(
            close.line.hasSuffix(
                #""detail":{"saves":1,"loads":0,"lists":0,"bytesIn":1000,"bytesOut":0,"snapshots":0,"refusals":2}}"#))
        #expect(try desk.session(opening()).welcome.unsettled == [])
        #expect(desk.send(peer, .permitCreate) == .failure(.violation))
    }

    @Test("Nobody reports on acts that are not its own")
    func foreign() throws {
        let (first, _) = try desk.session(opening())
        let row = try desk.permit(first, pack(1))
        let (second, _) = try desk.session(opening())
        #expect(desk.send(second, .done(row: row)) == .failure(.violation))
        #expect(desk.send(second, .failed(row: row, reason: "")) == .failure(.violation))
        #expect(desk.send(second, .permitSave(reservation: 1)) == .failure(.violation))
        #expect(desk.send(second, .settle(row: row, present: false)) == .granted)
        #expect(try usage() == 1)
    }
}

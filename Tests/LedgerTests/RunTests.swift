import Catalog
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("A run of maintenance") struct RunTests {
    let desk: Desk
    let place: Place

    init() throws {
        desk = try Desk()
        place = try Place(parsing: "main:web1")
    }

    func begin(_ kind: RunKind = .prune, user: UInt32 = 0) throws -> (peer: PeerID, reply: Reply?) {
        let peer = desk.peer()
        let opening = RunOpening(kind: kind, place: place, repository: "web1", actor: "root")
        return (peer, desk.send(peer, .beginRun(opening), user: user))
    }

    func welcome(_ reply: Reply?) throws -> RunWelcome {
        guard case .began(let welcome) = reply else { throw Desk.Unexpected() }
        return welcome
    }

    func gate(_ run: RunWelcome) throws -> (peer: PeerID, welcome: SessionWelcome) {
        var opening = SessionOpening(client: "", repository: "web1", place: place, configured: true)
        opening.run = run
        opening.limits.rowsPerDay = .max
        opening.limits.sessions = .max
        let peer = desk.peer()
        guard case .opened(let welcome) = desk.send(peer, .open(opening)) else { throw Desk.Unexpected() }
        return (peer, welcome)
    }

    func host() throws -> PeerID { try desk.session(opening("web1", at: "main:web1")).peer }

    @Test("Only an admin begins one")
    func admins() throws {
        #expect(try begin(user: 12345).reply == .failure(.notAllowed))
    }

    @Test("Of those that change something one goes on at a time; readers get along")
    func oneAtATime() throws {
        let (first, reply) = try begin(.check)
        _ = try welcome(reply)
        _ = try welcome(try begin(.view).reply)
        #expect(try begin(.prune).reply == .refused(.maintenanceRuns, row: 0))
        #expect(desk.send(first, .endRun(RunEnding(.allowed))) == .granted)
        #expect(try begin(.prune).reply == .refused(.maintenanceRuns, row: 0))
    }

    @Test("A gate without its token has no session, and none in another place, nor once it has ended")
    func token() throws {
        let (peer, reply) = try begin()
        var run = try welcome(reply)
        #expect(try gate(run).welcome.refusal == nil)
        let right = run.token
        run.token = String(repeating: "0", count: right.count)
        #expect(try gate(run).welcome.refusal == .mandateInvalid)
        run.token = ""
        #expect(try gate(run).welcome.refusal == .mandateInvalid)
        run.token = right
        #expect(desk.send(peer, .endRun(RunEnding(.allowed))) == .granted)
        #expect(try gate(run).welcome.refusal == .mandateInvalid)
    }

    @Test("Hosts that began before it go on until the fence, and never write again after it")
    func fence() throws {
        let before = try host()
        let (run, reply) = try begin()
        _ = try welcome(reply)
        #expect(try desk.reserve(before, try pack(1)) == nil)
        guard case .state(let waiting) = desk.send(run, .runState) else { throw Desk.Unexpected() }
        #expect(waiting.sessions == 1)
        guard case .state(let fenced) = desk.send(run, .fence) else { throw Desk.Unexpected() }
        #expect(fenced.sessions == 0)
        #expect(try desk.reserve(before, try pack(2)) == .maintenanceRan)
        #expect(desk.send(run, .endRun(RunEnding(.allowed))) == .granted)
        #expect(try desk.reserve(before, try pack(3)) == .maintenanceRan)
    }

    @Test("What a host was promised before the fence gives no permit after it")
    func promised() throws {
        let before = try host()
        guard case .reserved(let number) = desk.send(before, .reserve(try pack(1), .kibibytes(1), .unlimited, seen: 0))
        else { throw Desk.Unexpected() }
        let (run, _) = try begin()
        desk.send(run, .fence)
        guard case .refused(.maintenanceRan, _) = desk.send(before, .permitSave(reservation: number)) else {
            throw Desk.Unexpected()
        }
    }

    @Test("An act that was allowed before the fence is waited for")
    func pending() throws {
        let before = try host()
        let row = try desk.permit(before, try pack(1))
        let (run, _) = try begin()
        guard case .state(let state) = desk.send(run, .fence) else { throw Desk.Unexpected() }
        #expect(state.pending == 1)
        desk.send(before, .done(row: row))
        guard case .state(let later) = desk.send(run, .runState) else { throw Desk.Unexpected() }
        #expect(later.pending == 0)
    }

    @Test("Hosts that come meanwhile are held, and go on afterwards", arguments: [false, true])
    func held(coordinatorDies: Bool) throws {
        let (run, _) = try begin()
        let later = try host()
        let asked = Message.reserve(try lock(1), .kibibytes(1), .unlimited, seen: 0)
        #expect(desk.send(later, asked) == .held)
        #expect(desk.send(later, .mayProceed) == .held)
        if coordinatorDies { desk.hangUp(run) } else { desk.send(run, .endRun(RunEnding(.allowed))) }
        #expect(desk.send(later, .mayProceed) == .granted)
        guard case .reserved = desk.send(later, asked) else { throw Desk.Unexpected() }
        let ends = try desk.books.trail.reader().rows().filter { $0.entry.action == .maintenanceEnd }
        #expect(ends.map(\.entry.outcome) == [coordinatorDies ? .failed : .allowed])
    }

    @Test("Hosts are held as long as a gate of a dead coordinator lives")
    func orphan() throws {
        let (run, reply) = try begin()
        desk.send(run, .fence)
        let number = try welcome(reply).number
        let (gate, _) = try gate(try welcome(reply))
        let later = try host()
        desk.hangUp(run)
        #expect(desk.send(later, .mayProceed) == .held)
        guard case .refused(.maintenanceRan, _) = desk.send(gate, .permitTrash(.trash, try pack(1), run: number)) else {
            throw Desk.Unexpected()
        }
        desk.hangUp(gate)
        #expect(desk.send(later, .mayProceed) == .granted)
    }

    @Test("A host gets nothing into the trash, and a gate of maintenance makes no folders")
    func bounds() throws {
        let host = try host()
        #expect(desk.send(host, .permitTrash(.trash, try pack(1), run: 1)) == .failure(.violation))
        let (_, reply) = try begin()
        let run = try welcome(reply)
        let (gate, _) = try gate(run)
        #expect(desk.send(gate, .permitCreate) == .failure(.violation))
        #expect(desk.send(gate, .permitTrash(.trash, .config, run: run.number)) == .failure(.violation))
    }

    @Test("The catalog knows what is in the trash, when it was received, and when it came back")
    func catalog() throws {
        let host = try host()
        try desk.save(host, try pack(1))
        let received = try #require(try desk.books.catalog.received(try pack(1), at: place))
        let (coordinator, reply) = try begin()
        desk.send(coordinator, .fence)
        let run = try welcome(reply)
        let (gate, _) = try gate(run)
        desk.time.advance(60_000)
        guard case .permitted(let row) = desk.send(gate, .permitTrash(.trash, try pack(1), run: run.number)) else {
            throw Desk.Unexpected()
        }
        desk.send(gate, .done(row: row))
        #expect(try desk.books.catalog.received(try pack(1), at: place) == nil)
        #expect(try desk.books.catalog.usage(of: place).objects == 0)
        let holdings = try Holdings(desk.settings.catalog)
        var trashed: [Trashed] = []
        try holdings.trashed(since: received.at, at: place) { trashed.append($0) }
        #expect(trashed.map(\.received) == [received])
        #expect(trashed.map(\.run) == [run.number])
        guard case .permitted(let back) = desk.send(gate, .permitTrash(.restore, try pack(1), run: run.number)) else {
            throw Desk.Unexpected()
        }
        #expect(try desk.books.catalog.received(try pack(1), at: place) == received)
        // The move failed: it is in the trash after all.
        desk.send(gate, .failed(row: back, reason: "EIO"))
        #expect(try desk.books.catalog.received(try pack(1), at: place) == nil)
        #expect(desk.send(gate, .permitTrash(.purge, try pack(1), run: run.number)) == .failure(.violation))
        desk.hangUp(gate)
        desk.send(coordinator, .endRun(RunEnding(.allowed)))
        let (_, other) = try begin(.purge)
        let (purger, _) = try self.gate(try welcome(other))
        guard case .permitted = desk.send(purger, .permitTrash(.purge, try pack(1), run: run.number)) else {
            throw Desk.Unexpected()
        }
        trashed = []
        try holdings.trashed(since: received.at, at: place) { trashed.append($0) }
        #expect(trashed.map(\.isPurged) == [true])
    }
}

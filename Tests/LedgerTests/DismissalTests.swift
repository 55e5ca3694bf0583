import Catalog
import Glibc
import LedgerClient
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("Sessions that an admin ends") struct DismissalTests {
    @Test("are those of the key, and those whose key is not known; each has its last row, and its gate hears why")
    func byKey() throws {
        let ledger = try LedgerProcess()
        let lost = try ledger.session(opening { $0.key = "SHA256:lost" })
        let unknown = try ledger.session(opening { $0.key = "" })
        let kept = try ledger.session(opening { $0.key = "SHA256:kept" })
        let other = try ledger.session(opening("web2", at: "main:web2") { $0.key = "SHA256:lost" })
        _ = try lost.save(pack(1)).get()
        let dismissal = Dismissal(client: "web1", key: "SHA256:lost", reason: "the key is revoked")
        let ended = try LedgerAdmin.dismiss(dismissal, socket: ledger.socket)
        #expect(ended.map(\.number) == [lost.number, unknown.number])
        #expect(ended.allSatisfy { $0.pid == getpid() })
        for session in [lost, unknown] {
            #expect(throws: LedgerError.dismissed) { _ = try session.permitCreate() }
            #expect(!session.isAlive && session.isDismissed)
        }
        for session in [kept, other] {
            _ = try session.save(pack(2)).get()
            #expect(session.isAlive && !session.isDismissed)
        }
        let rows = try TrailReader(ledger.trail).rows().filter { $0.entry.action == .close }
        #expect(rows.map(\.session) == [lost.number, unknown.number])
        #expect(rows.allSatisfy { $0.entry.outcome == .failed && $0.entry.reason == "the key is revoked" })
    }

    @Test("hear of it without asking")
    func silent() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        let ended = try LedgerAdmin.dismiss(Dismissal(client: "web1", reason: "switched off"), socket: ledger.socket)
        #expect(ended.map(\.number) == [session.number])
        var watched = pollfd(fd: session.descriptor, events: 0x2000, revents: 0)
        #expect(unsafe poll(&watched, 1, 30_000) == 1)
        #expect(!session.isAlive && session.isDismissed)
        #expect(try LedgerAdmin.dismiss(Dismissal(client: "web1", reason: ""), socket: ledger.socket) == [])
    }

    @Test("are none where a gate asks for it")
    func notAllowed() throws {
        let desk = try Desk()
        let (peer, _) = try desk.session(opening())
        let message = Message.dismiss(Dismissal(client: "web1", reason: ""))
        #expect(desk.send(desk.peer(), message, user: getuid() + 1) == .failure(.notAllowed))
        #expect(desk.send(peer, .permitCreate) != .failure(.violation))
    }

    @Test("leave what they were allowed to do for the next session to settle")
    func pending() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        _ = try session.permit(pack(1)).get()
        _ = try LedgerAdmin.dismiss(Dismissal(client: "web1", reason: "gone"), socket: ledger.socket)
        #expect(try ledger.session(opening()).unsettled.map(\.object) == [pack(1)])
    }
}

@Suite("What the catalog knows of keys and backups") struct LastUseTests {
    @Test("A key's last login is known, refused ones too, and each client's last snapshot")
    func logins() throws {
        let desk = try Desk()
        let (peer, first) = try desk.session(opening())
        try desk.save(peer, .file(.snapshots, name(1)))
        desk.time.set(Desk.noon + 60_000)
        let refused = try desk.session(
            opening {
                $0.source = "10.0.0.9"
                $0.refusal = .outsideHours
            }
        ).welcome
        desk.books.close()
        let holdings = try Holdings(desk.settings.catalog)
        let login = try #require(try holdings.lastLogin(with: "SHA256:key"))
        #expect(login.row == refused.number && login.client == "web1" && login.source == "10.0.0.9")
        #expect(login.at.milliseconds == Desk.noon + 60_000)
        #expect(try holdings.lastLogin(with: "SHA256:other") == nil)
        let backup = try #require(try holdings.lastBackup(of: "web1"))
        #expect(backup.at.milliseconds == Desk.noon && backup.place == "main:web1" && backup.row > first.number)
        #expect(try holdings.lastBackup(of: "web2") == nil)
        let place = try Place(parsing: "main:web1")
        #expect(try holdings.usage(of: place)?.objects == 1 && holdings.snapshots(at: place) == 1)
        #expect(try holdings.usage(of: Place(parsing: "main:web2")) == nil)
        #expect(try desk.dump == desk.rebuiltDump)
    }
}

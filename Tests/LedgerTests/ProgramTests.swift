import Glibc
import LedgerClient
import LedgerWire
import Linux
import Policy
import Restic
import Synchronization
import Testing
import Trail

@Suite("The program postern-ledger") struct ProgramTests {
    @Test("A permit is given only when its row is on the disk: kill -9 right after it loses nothing")
    func durable() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        for number in 1...20 {
            let row = try session.permit(pack(number)).get()
            if number % 5 != 0 {
                session.done(row)
                continue
            }
            ledger.stop(SIGKILL)
            let found = try #require(try TrailReader(ledger.trail).row(row))
            #expect(found.entry.object == "\(try pack(number))")
            #expect(found.entry.outcome == .allowed)
            #expect(found.session == session.number)
            return
        }
    }

    @Test("Twenty clients at once lose no row, and each one's rows are in its order")
    func many() throws {
        let ledger = try LedgerProcess()
        let problems = Monitor<[String]>([])
        inParallel(20) { number in
            do {
                let session = try ledger.session(opening("web\(number)", at: "main:web\(number)"))
                for one in 0..<25 { _ = try session.save(pack(number * 100 + one)).get() }
                session.close(SessionCounts())
            } catch {
                problems.change { $0.append("\(error)") }
            }
        }
        #expect(problems.change { $0 } == [])
        #expect(ledger.stop() == 0)
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.map(\.seq) == Array(1...20 * 27))
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.at <= $1.at })
        for number in 0..<20 {
            let own = rows.filter { $0.entry.client == "web\(number)" }
            #expect(own.map(\.entry.action) == [.open] + Array(repeating: .save, count: 25) + [.close])
            let objects = try (0..<25).map { "\(try pack(number * 100 + $0))" }
            #expect(own.dropFirst().prefix(25).map(\.entry.object) == objects)
            #expect(Set(own.map(\.session)) == [own[0].seq])
        }
    }

    @Test("One session serves many threads at once, and a quota is met exactly by their reservations")
    func quota() throws {
        let ledger = try LedgerProcess()
        let sessions = try (0..<2).map { number in
            try ledger.session(opening("web\(number)", at: "main:shared") { $0.limits.quota = .kibibytes(8 * 30) })
        }
        let stored = Atomic(0)
        let refused = Atomic(0)
        inParallel(12) { worker in
            for one in 0..<10 {
                switch try? sessions[worker % 2].save(pack(worker * 100 + one), 4096) {
                case .success: stored.add(1, ordering: .relaxed)
                case .failure(.quota): refused.add(1, ordering: .relaxed)
                default: Issue.record("neither stored nor refused for the quota")
                }
            }
        }
        #expect(stored.load(ordering: .relaxed) == 30)
        #expect(refused.load(ordering: .relaxed) == 90)
    }

    @Test("While it stands still nothing is answered, and the session that waited is dead for ever")
    func stopped() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening(), deadline: .milliseconds(300))
        ledger.signal(SIGSTOP)
        #expect(throws: LedgerError.silent) { _ = try session.save(pack(1)) }
        #expect(!session.isAlive)
        #expect(throws: LedgerError.silent) {
            _ = try ledger.session(opening(), deadline: .milliseconds(300))
        }
        ledger.signal(SIGCONT)
        #expect(throws: LedgerError.silent) { _ = try session.save(pack(2)) }
        #expect(!session.close(SessionCounts()))
        let next = try ledger.session(opening())
        _ = try next.save(pack(3)).get()
    }

    @Test("All threads of a session hear at once that the ledger was killed")
    func killed() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        let heard = Monitor<[LedgerError?]>([])
        ledger.signal(SIGSTOP)
        let killer = Thread {
            usleep(100_000)
            ledger.stop(SIGKILL)
        }
        inParallel(6) { number in
            do {
                _ = try session.save(pack(number))
            } catch {
                heard.change { $0.append(error as? LedgerError) }
            }
        }
        killer.join()
        #expect(heard.change { $0 } == Array(repeating: .gone, count: 6))
        #expect(!session.isAlive)
    }

    @Test("Where no ledger runs, that is what the gate hears")
    func missing() throws {
        let scratch = try Scratch()
        #expect(throws: LedgerError.missing) {
            _ = try LedgerSession.open(socket: "\(scratch.path)/none", opening(), deadline: .seconds(1))
        }
        let ledger = try LedgerProcess()
        ledger.stop(SIGKILL)
        #expect(throws: LedgerError.missing) { _ = try ledger.session(opening()) }
        try ledger.launch()
        _ = try ledger.session(opening())
    }

    @Test("A second ledger in the same state folder is refused, and harms the first one not")
    func second() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        #expect(end(of: try start(LedgerProcess.program, ["--state", ledger.state], log: ledger.logFile)) == 1)
        #expect(ledger.log.contains("another ledger runs"))
        let rebuild = ["--state", ledger.state, "--rebuild-catalog"]
        #expect(end(of: try start(LedgerProcess.program, rebuild, log: ledger.logFile)) == 1)
        _ = try session.save(pack(1)).get()
        _ = try ledger.session(opening())
    }

    @Test("Told to end, it finishes, leaves no log beside the trail, and its sessions' last rows are there")
    func terminated() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        let row = try session.permit(pack(1)).get()
        #expect(ledger.stop() == 0)
        #expect(unsafe access("\(ledger.trail)-wal", F_OK) != 0)
        let last = try #require(try TrailReader(ledger.trail).rows().last)
        #expect(last.entry.action == .close)
        #expect(last.entry.reason == "ledger stopped")
        #expect(last.entry.text("pending") == String(row))
        #expect(!session.isAlive)
    }

    @Test("The catalog is made anew on demand, and by itself where it is damaged")
    func rebuild() throws {
        let ledger = try LedgerProcess()
        let session = try ledger.session(opening())
        _ = try session.save(lock(1)).get()
        session.close(SessionCounts())
        ledger.stop()
        let rebuild = ["--state", ledger.state, "--rebuild-catalog"]
        #expect(end(of: try start(LedgerProcess.program, rebuild, log: ledger.logFile)) == 0)
        #expect(ledger.log.contains("made anew from 3 rows"))
        try ledger.launch()
        _ = try ledger.session(opening()).remove(lock(1)).get()
        ledger.stop()
        let file = try Descriptor.at(ledger.catalog, O_WRONLY | O_TRUNC)
        try file.write(all: Array(repeating: UInt8(7), count: 9000))
        try ledger.launch()
        #expect(throws: Refusal.lockOfOther) { _ = try ledger.session(opening()).remove(lock(1)).get() }
    }

    @Test("Its folders are closed to all others, and its socket is open to the group")
    func modes() throws {
        let ledger = try LedgerProcess()
        let state = try Descriptor.at(ledger.state, O_RDONLY | O_DIRECTORY)
        #expect(try state.status(of: "trail").permissions == 0o700)
        #expect(try state.status(of: "catalog").permissions == 0o700)
        #expect(try state.status(of: "run").permissions == 0o750)
        #expect(try state.status(of: "run/ledger.sock").permissions == 0o660)
        for file in ["trail/audit.sqlite", "trail/audit.sqlite-wal", "catalog/catalog.sqlite", "trail/ledger.lock"] {
            #expect(try state.status(of: file).permissions == 0o600, "\(file)")
        }
    }

    @Test("Wrong use is said, and has its own exit status", arguments: [["--what"], ["--state"], ["--state", ""]])
    func usage(_ arguments: [String]) throws {
        let scratch = try Scratch()
        let log = "\(scratch.path)/log"
        #expect(end(of: try start(LedgerProcess.program, arguments, log: log)) == 64)
        #expect(try Descriptor.at(log, O_RDONLY).readAll(limit: 4096).count > 0)
    }

    @Test("Acts of the admin are rows too, whoever did them")
    func admin() throws {
        let ledger = try LedgerProcess()
        let row = try LedgerAdmin.record(
            socket: ledger.socket, actor: "alice\n", action: .clientAdd, object: "web1",
            detail: [AdminAct.Detail("policy", "sha256:1234")])
        let found = try #require(try TrailReader(ledger.trail).row(row))
        #expect(found.session == 0)
        #expect(found.entry.client == "")
        #expect(
            found.line.hasSuffix(
                #""action":"client-add","object":"web1","bytes":0,"outcome":"allowed","#
                    + #""reason":"","detail":{"actor":"alice\u000a","policy":"sha256:1234"}}"#))
    }

    @Test("A session that the gate refuses is one row with what was asked, and nothing more is served in it")
    func refusedSession() throws {
        let ledger = try LedgerProcess()
        let refused = try ledger.session(
            opening { one in
                one.place = nil
                one.repository = ""
                one.asked = "rm -rf / \u{1b}[2J \"quoted\""
                one.refusal = .notServed
            })
        #expect(refused.refusal == .notServed)
        #expect(refused.descriptor == -1)
        #expect(throws: LedgerError.gone) { _ = try refused.save(pack(1)) }
        #expect(refused.close(SessionCounts()))
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.count == 1)
        #expect(rows[0].seq == refused.number)
        #expect(rows[0].entry.outcome == .refused)
        #expect(rows[0].entry.reason == "not-served")
        #expect(rows[0].line.contains(#""asked":"rm -rf / \u001b[2J \"quoted\"""#))
    }
}

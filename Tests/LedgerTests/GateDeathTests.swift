import Glibc
import LedgerClient
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@Suite("A gate that dies") struct GateDeathTests {
    @Test("kill -9 of a gate between permit and act leaves the act open for the next session")
    func gateKilled() async throws {
        let ledger = try LedgerProcess()
        let socket = ledger.socket
        await #expect(processExitsWith: .signal(SIGKILL)) { [socket = socket as String] in
            let session = try LedgerSession.open(socket: socket, opening(), deadline: .seconds(10))
            _ = try session.save(pack(1)).get()
            _ = try session.permit(pack(2)).get()
            kill(getpid(), SIGKILL)
        }
        let next = try ledger.session(opening())
        #expect(next.alone)
        #expect(next.unsettled.map(\.object) == [try pack(2)])
        try next.settle(next.unsettled[0].row, present: false)
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.last?.entry.outcome == .lost)
        #expect(rows.last?.entry.number("row") == 3)
        #expect(try ledger.session(opening()).unsettled == [])
    }

    @Test("kill -9 of the ledger and then of the gate does, too")
    func bothKilled() async throws {
        let ledger = try LedgerProcess()
        let (socket, pid) = (ledger.socket, ledger.pid)
        await #expect(processExitsWith: .signal(SIGKILL)) { [socket = socket as String, pid = pid as Int32] in
            let session = try LedgerSession.open(socket: socket, opening(), deadline: .seconds(10))
            _ = try session.save(pack(1)).get()
            _ = try session.permit(pack(2)).get()
            kill(pid, SIGKILL)
            kill(getpid(), SIGKILL)
        }
        ledger.stop()
        try ledger.launch()
        let next = try ledger.session(opening())
        #expect(next.alone)
        #expect(next.unsettled.map(\.object) == [try pack(2)])
        #expect(try TrailReader(ledger.trail).rows().map(\.entry.reason) == ["", "", "", "ledger died", ""])
    }

    @Test("Whenever the ledger is killed, each permit that was given has its row, and no number is used twice")
    func ledgerKilledOften() throws {
        let ledger = try LedgerProcess()
        var dice = Dice(seed: 5)
        var permitted: [UInt64] = []
        for round in 0..<12 {
            let session = try ledger.session(opening("web\(round % 3)"))
            let mercy = UInt32.random(in: 0...6000, using: &dice)
            let killer = Thread {
                usleep(mercy)
                ledger.stop(SIGKILL)
            }
            var number = round * 1000
            while case .success(let row)? = try? session.save(pack(number)) {
                permitted.append(row)
                number += 1
            }
            killer.join()
            try ledger.launch()
        }
        ledger.stop()
        let rows = try TrailReader(ledger.trail).rows()
        #expect(rows.map(\.seq) == Array(1...UInt64(rows.count)))
        let saves = Set(rows.filter { $0.entry.action == .save }.map(\.seq))
        #expect(saves.isSuperset(of: permitted))
        #expect(Set(permitted).count == permitted.count)
        // In each round at most one row was written whose permit nobody heard.
        #expect(saves.count <= permitted.count + 12)
        #expect(rows.filter { $0.entry.reason == "ledger died" }.count == 12)
    }
}

import LedgerWire
import Policy
import Restic
import Trail

@testable import Ledger

extension RebuildTests.Life {
    /// A run of maintenance from beginning to end, in which anything may go wrong.
    func maintain() throws {
        let (coordinator, gate) = (desk.peer(), desk.peer())
        let place = try Place(parsing: "main:r\(pick(3))")
        let kinds: [RunKind] = [.prune, .restore, .purge, .quarantine]
        let opening = RunOpening(kind: kinds[pick(4)], place: place, repository: "r", actor: "root")
        guard case .began(let run) = desk.send(coordinator, .beginRun(opening)) else { return }
        runs.append(run.number)
        var session = SessionOpening(client: "", repository: "r", place: place, configured: true)
        (session.run, session.limits.rowsPerDay, session.limits.sessions) = (run, .max, .max)
        guard case .opened(let welcome) = desk.send(gate, .open(session)), welcome.refusal == nil else {
            return desk.hangUp(coordinator)
        }
        for one in welcome.unsettled.prefix(pick(3)) {
            desk.send(gate, .settle(row: one.row, present: pick(2) == 0))
        }
        if pick(3) == 0 { desk.send(coordinator, .fence) }
        for _ in 0..<pick(12) { try move(gate, run.number) }
        if pick(3) == 0 { desk.send(coordinator, .endRun(RunEnding(.allowed))) }
        // The gate dies, or the coordinator does, or both end in order.
        if pick(2) == 0 { desk.send(gate, .close(SessionCounts())) }
        for peer in pick(2) == 0 ? [gate, coordinator] : [coordinator, gate] { desk.hangUp(peer) }
    }

    private func move(_ gate: PeerID, _ own: UInt64) throws {
        let act = TrashAct.allCases[pick(3)]
        let part = act == .trash || pick(2) == 0 ? own : runs[pick(runs.count)]
        guard case .permitted(let row) = desk.send(gate, .permitTrash(act, try object(), run: part)) else { return }
        switch pick(4) {
        // Its word is lost with the gate.
        case 0: break
        case 1: desk.send(gate, .failed(row: row, reason: "EIO"))
        default: desk.send(gate, .done(row: row))
        }
    }
}

internal import LedgerWire
internal import Maintenance
internal import Policy
internal import Restic

extension Upkeep {
    /// Checks the repository while hosts go on.
    func check(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        // Without a lock: the gate lets it read only, and hosts' locks would keep it out.
        let arguments = ["--no-lock", "check"] + (readsData ? ["--read-data"] : [])
        let result = try restic(arguments, run, &report, for: .view)
        switch result.status {
        case 0: report.outcome = .done
        // Source: restic 0.14, `cmd/restic/cmd_check.go`.
        case 1 where result.errors.contains("repository contains errors"):
            report.outcome = .found
            report.reason = "the repository contains errors"
            report.hint = "postern maintenance show \(run.number) tells which"
        default: throw MaintenanceError.restic(result.status, result.complaint)
        }
    }

    /// Removes the locks that nobody lives for any more.
    func unlock(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        let (gone, stay) = try run.removeDeadLocks(all: takesYoungLocks)
        report.add("locks_removed", UInt64(gone.count))
        report.add("locks_left", UInt64(stay.count))
        let lines =
            gone.map { "removed \($0.name.hex.prefix(8)) of \(Self.owner($0))" }
            + stay.map { lock in
                let why = lock.isLive ? "its session is open" : "younger than 30 minutes"
                return "left \(lock.name.hex.prefix(8)) of \(Self.owner(lock)): \(why)"
            }
        report.text = lines.map { $0 + "\n" }.joined()
        report.outcome = .done
    }

    private static func owner(_ lock: RunState.Lock) -> String {
        lock.client.isEmpty ? "maintenance" : Escaped.text(lock.client)
    }
}

internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

extension Upkeep {
    /// Checks the repository while hosts go on.
    func check(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        guard !onlyForecasts else { return try forecastCheck(&report) }
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
        default: throw MaintenanceError.of(result)
        }
    }

    /// Tells how much a check would read, without trees, which lie in packs.
    private func forecastCheck(_ report: inout RunReport) throws {
        let storage = try office.storage(of: repository, policy.settings.gateway)
        guard let inventory = try Inventory(of: repository.place, in: storage) else { return }
        var (objects, bytes) = (UInt64(0), ByteCount.zero)
        try inventory.forEach { (object, size) throws(StoreError) in
            if case .file(.data, _) = object, !readsData { return }
            (objects, bytes) = (objects + 1, bytes + size)
        }
        report.add("objects_to_read", objects)
        report.add("bytes_to_read", bytes.bytes)
        report.outcome = .done
    }

    /// Removes the locks that nobody lives for any more.
    func unlock(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        let (dead, others) = try run.judgeLocks(all: takesYoungLocks)
        if !onlyForecasts { try run.remove(dead) }
        report.add(onlyForecasts ? "locks_to_remove" : "locks_removed", UInt64(dead.count))
        report.add("locks_left", UInt64(others.count))
        let word = onlyForecasts ? "would remove" : "removed"
        let lines =
            dead.map { "\(word) \($0.name.hex.prefix(8)) of \(Self.owner($0))" }
            + others.map { lock in
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

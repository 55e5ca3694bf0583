internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Retention

extension Upkeep {
    /// How many snapshots one restic is told to remove.
    private static let portion = 1000

    /// What the policy says about the snapshots that are there now.
    func plan() throws -> (RetentionPlan, SnapshotShelf) {
        let shelf = try SnapshotShelf(office, policy, repository)
        let trust = Trust(tolerance: policy.settings.gateway.tolerance, clients: policy.clients)
        let rules = RetentionPolicy(of: repository, in: office.world.zone)
        return (rules.plan(for: shelf.snapshots, trust: trust, now: Instant(seconds: office.world.now())), shelf)
    }

    /// Removes the snapshots that no rule keeps.
    func forget(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        let (plan, shelf) = try plan()
        let view = PlanView(plan, shelf, office.world)
        report.text = view.lines.joined(separator: "\n") + "\n"
        for (name, number) in view.counts { report.add(name, number) }
        if let objection = plan.objection {
            report.outcome = .refused
            report.reason = objection.description
            report.hint = objection.hint
            return
        }
        if !acceptsFlood, let flood = try floods().first {
            report.outcome = .refused
            report.reason = "a flood of snapshots: \(flood)"
            report.hint =
                "look at postern snapshots \(repository.name), quarantine what is not yours, then --accept-flood"
            return
        }
        report.outcome = .done
        guard !plan.removals.isEmpty else { return }
        try drain(run)
        var rest = plan.removals[...]
        while !rest.isEmpty {
            let result = try restic(["forget"] + rest.prefix(Self.portion), run, &report)
            guard result.status == 0 else { throw MaintenanceError.of(result) }
            rest = rest.dropFirst(Self.portion)
        }
        // restic's status alone is not believed.
        let left = Set(try SnapshotShelf(office, policy, repository).snapshots.map(\.id))
        guard left.isDisjoint(with: plan.removals) else {
            throw Complaint("restic said that it was done, but snapshots are still there")
        }
    }
}

extension RetentionPlan.Objection {
    /// What to do about it.
    var hint: String {
        switch self {
        case .stale: "find out why no good backup has come: postern forget REPO --dry-run, postern audit summary"
        case .tooMany: "look at postern forget REPO --dry-run; if that is meant, raise max_remove for one run"
        }
    }
}

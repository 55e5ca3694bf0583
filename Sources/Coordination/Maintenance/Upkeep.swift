internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Retention
internal import Trail

/// A run of maintenance from its beginning to its report.
struct Upkeep {
    let office: Office
    let policy: WholePolicy
    let repository: Repository
    let isScheduled: Bool
    /// Whether restic reads all data, where the run is a check.
    var readsData = false
    /// Whether nothing is changed, and only told what would be.
    var onlyForecasts = false
    /// The repository as it was at a time, where the run only reads.
    var asOf: AsOf?
    /// Whether snapshots may be removed though a client brought more than three times its usual.
    var acceptsFlood = false
    /// Whether locks go that are younger than 30 minutes, where the run removes locks.
    var takesYoungLocks = false

    init(_ office: Office, _ policy: WholePolicy, _ repository: Repository, isScheduled: Bool = false) {
        self.office = office
        self.policy = policy
        self.repository = repository
        self.isScheduled = isScheduled
    }

    /// Does it, and keeps the report of what came of it; a forecast leaves none, since nothing was done.
    ///
    /// - Throws: ``Complaint`` where the report could not be kept.
    func report(_ kind: RunKind) throws(Complaint) -> RunReport {
        if kind == .prune, !onlyForecasts { try prepare() }
        let began = Moment(milliseconds: office.world.now() * 1000)
        var report = RunReport(
            kind: kind, repository: repository.name, actor: office.world.actor, isScheduled: isScheduled, began: began,
            ended: began)
        do {
            try work(&report)
        } catch {
            let complaint = Complaint(of: error)
            report.outcome = .failed
            report.reason = complaint.matters[0].problem
            report.hint = complaint.matters[0].hint ?? ""
        }
        report.ended = Moment(milliseconds: office.world.now() * 1000)
        if !onlyForecasts { try ReportFolder(state: policy.settings.gateway.state).keep(report) }
        if kind == .verify, isScheduled, report.outcome == .found { return try self.report(.repair) }
        return report
    }

    private func work(_ report: inout RunReport) throws {
        let run = try MaintenanceRun(report.kind, of: repository, at: try office.workplace(policy.settings.gateway))
        report.run = run.number
        do {
            switch report.kind {
            case .forget: try forget(run, &report)
            case .prune: try prune(run, &report)
            case .check: try check(run, &report)
            case .unlock: try unlock(run, &report)
            case .verify: try verify(&report)
            case .repair: try repair(run, &report)
            case .purge: try purge(run, &report)
            case .view, .quarantine, .restore, .key, .adopt:
                throw Complaint("no schedule does \(report.kind.rawValue) yet")
            }
        } catch {
            let complaint = Complaint(of: error)
            try? run.end(RunEnding(.failed, reason: complaint.matters[0].problem))
            throw error
        }
        let details = report.counts.map { AdminAct.Detail($0.nameInTrail, "\($0.number)") }
        try run.end(RunEnding(report.outcome.inTrail, reason: report.reason, details: details))
    }

    /// Waits for running sessions and says for what.
    func drain(_ run: MaintenanceRun) throws {
        try run.drain(upTo: policy.settings.gateway.drain) { state in
            office.world.say(
                "postern: waiting for \(Amount.count(state.sessions, "session")) in \(Escaped.text(repository.name))")
        }
    }

    /// Runs restic; its words and what the gate saw go into the report.
    ///
    /// - Returns: what it came to, also where it failed.
    func restic(
        _ arguments: [String], _ run: MaintenanceRun, _ report: inout RunReport,
        for purpose: Mandate.Purpose = .maintain
    ) throws -> ResticResult {
        let password = try office.password(of: repository, policy.settings.gateway)
        var order = ResticOrder(arguments, password: password, key: repository.key, purpose: purpose)
        order.usesCache = false
        if let asOf { (order.hidden, order.lent) = (asOf.hidden, asOf.lent) }
        let progress = GateProgress(
            "\(report.kind.rawValue) of \(Escaped.text(repository.name))", in: office.world)
        defer { progress.finish() }
        let result = try run.restic(order) { progress.tell($0) }
        report.text += result.output + result.errors
        report.add(result.counts)
        return result
    }
}

extension RunReport.Outcome {
    /// How the run's last row tells it.
    fileprivate var inTrail: Policy.Outcome {
        switch self {
        case .done, .found: .allowed
        case .refused: .refused
        case .failed: .failed
        }
    }
}

extension RunReport.Count {
    /// `objects_removed` as the trail names its details: `objectsRemoved`.
    fileprivate var nameInTrail: String {
        let words = name.split(separator: "_")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
}

extension RunReport {
    /// Adds what a gate did.
    fileprivate mutating func add(_ counts: SessionCounts) {
        for (name, number) in [
            ("objects_removed", counts.removals), ("objects_stored", counts.saves), ("objects_read", counts.loads),
            ("bytes_stored", counts.bytesIn.bytes), ("bytes_read", counts.bytesOut.bytes),
        ] {
            self.add(name, number)
        }
    }

    /// Adds to a count.
    mutating func add(_ name: String, _ number: UInt64) {
        let before = counts.first { $0.name == name }?.number ?? 0
        counts.removeAll { $0.name == name }
        counts.append(Count(name: name, number: before + number))
    }
}

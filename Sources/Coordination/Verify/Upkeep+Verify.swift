internal import Glibc
internal import LedgerWire
internal import Linux
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import ResticFiles
internal import Restic
internal import Store
internal import Verify

extension Upkeep {
    /// Looks at all that came into the repository since the last run; hosts go on meanwhile.
    func verify(_ report: inout RunReport) throws {
        let (found, _) = try examine(&report)
        guard !found.lines.isEmpty else {
            report.outcome = .done
            return
        }
        report.outcome = .found
        report.reason = found.sentence
        report.hint = "postern verify \(repository.name) --repair keeps what is true and quarantines the rest"
    }

    /// Keeps what is true, and moves the rest to the trash, while no host writes.
    func repair(_ run: MaintenanceRun, _ report: inout RunReport) throws {
        try drain(run)
        let (found, mending) = try examine(&report)
        guard !found.lines.isEmpty else {
            report.outcome = .done
            return
        }
        report.add("objects_quarantined", UInt64(mending.removals.count))
        try run.store(mending.additions.map { ($0.kind, $0.name, $0.bytes) })
        try run.tend(
            mending.removals.map { TrashOrder(.trash, $0, run: run.number) }, telling: "moving objects to the trash",
            in: office.world)
        var after = report
        let (left, _) = try examine(&after)
        report.text += mending.removals.map { "quarantined \($0)\n" }.joined()
        report.outcome = .found
        report.reason = found.sentence
        office.world.say("postern: warning: \(Escaped.text(repository.name)): \(found.sentence); quarantined")
        report.hint =
            left.lines.isEmpty
            ? "it is quarantined: postern quarantine list \(repository.name); docs/incident.md tells what to do now"
            : "\(left.sentence) cannot be repaired: docs/incident.md tells what to do"
    }

    /// Before a prune: what came since the last run is verified, and lies are repaired, in runs of their own with reports
    /// of their own. Were it the prune's run, what was quarantined would come back with the prune's undo.
    func prepare() throws(Complaint) {
        guard try report(.verify).outcome == .found, !isScheduled else { return }
        _ = try report(.repair)
    }

    /// Makes sure that nothing of what a client prepared reaches prune: whatever came since the last run is verified
    /// while no host can write.
    ///
    /// - Returns: whether it may be pruned; the report says why not.
    func isVerified(_ report: inout RunReport) throws -> Bool {
        let (found, _) = try examine(&report)
        guard !found.lines.isEmpty else { return true }
        report.outcome = .refused
        report.reason = "not pruned: \(found.sentence)"
        report.hint = "postern verify \(repository.name) --repair, then prune again"
        return false
    }

    /// Reads what is new.
    private func examine(_ report: inout RunReport) throws -> (VerifyReport, Mending) {
        let gateway = policy.settings.gateway
        let storage = try office.storage(of: repository, gateway)
        guard let inventory = try Inventory(of: repository.place, in: storage) else { throw VerifyError.absent }
        let key = try MasterKey(of: repository, in: inventory, password: office.password(of: repository, gateway))
        let folder = "\(gateway.state)/verified"
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw Complaint(SystemCallError("mkdir", errno), at: folder)
        }
        let verified = try Verified("\(folder)/\(Verified.file(for: repository.place))")
        let examination = try Examination(of: repository.place, in: storage, key: key, verified: verified)
        let progress = Progress("reading files of \(Escaped.text(repository.name))", in: office.world)
        let examined = try examination.run { progress.advance() }
        progress.finish()
        let found = try VerifyReport(examined, Provenance(state: gateway.state, of: repository.place))
        report.text += found.text(office.world).map { $0 + "\n" }.joined()
        report.findings = found.findings
        report.add("packs_verified", UInt64(examined.summary.packs))
        report.add("bytes_verified", examined.summary.bytes.bytes)
        report.add("files_verified", UInt64(examined.summary.documents))
        report.add("duplicates", UInt64(examined.summary.duplicates))
        report.add("findings", UInt64(examined.findings.count))
        return (found, try Mending(examined, by: examination))
    }
}

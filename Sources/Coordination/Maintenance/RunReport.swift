internal import Policy
internal import Trail

/// What a run of maintenance did, as it is kept.
struct RunReport {
    /// How a run ended. The raw value stands in reports: never rename one, only add.
    enum Outcome: String, CaseIterable, Sendable {
        case done
        /// It could not be done, or not to its end.
        case failed
        /// A bound of the policy does not let it be done.
        case refused
        /// It was done, and found something wrong with the repository.
        case found
    }

    /// What is counted, for people and scripts.
    struct Count: Hashable, Sendable {
        let name: String
        let number: UInt64
    }

    /// The number of the run's first row in the trail; 0 where it did not come so far.
    var run: UInt64 = 0
    let kind: RunKind
    let repository: String
    /// Who: `SUDO_USER`, or the user.
    let actor: String
    /// Whether a schedule asked for it.
    let isScheduled: Bool
    let began: Moment
    var ended: Moment
    var outcome = Outcome.failed
    /// Why it was not done; empty where it was.
    var reason = ""
    /// What is to be done about it; empty where there is nothing.
    var hint = ""
    var counts: [Count] = []
    /// What verify found, an object each.
    var findings: [Finding] = []
    /// What restic said, output and complaints.
    var text = ""

    /// What `postern maintenance show` calls it: its number, or where it has none, when it began.
    var name: String { run > 0 ? "\(run)" : "t\(began.milliseconds)" }

    /// All of it.
    var json: JSON {
        .object([
            ("name", .text(name)), ("run", run > 0 ? .number(run) : .null), ("kind", .text(kind.rawValue)),
            ("repository", .text(repository)), ("actor", .text(actor)), ("scheduled", .flag(isScheduled)),
            ("began", .text(began.description)), ("ended", .text(ended.description)),
            ("outcome", .text(outcome.rawValue)), ("reason", .text(reason)), ("hint", .text(hint)),
            ("counts", .object(counts.map { ($0.name, .number($0.number)) })),
            ("findings", .list(findings.map(\.json))), ("text", .text(text)),
        ])
    }
}

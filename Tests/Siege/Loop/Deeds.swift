internal import Linux

/// What hosts and the killer of a ``CrashLoop`` tell each other, and what is to be reckoned with in the end.
final class Deeds: Sendable {
    struct State {
        /// The killer is done: no host starts anything more.
        var isOver = false
        var hostsAtWork = 0
        /// Parents of gates that were killed: the hosts whose session that was.
        var bereaved: Set<Int32> = []
        /// How often the ledger was killed, or started again.
        var ledgerTroubles = 0
        /// Snapshots that restic reported as saved, with what each must restore to.
        var snapshots: [Snapshot] = []
        /// Objects that were answered with 200, by their paths below a repository.
        var stored: [Stored] = []
        /// Backups that failed because of a kill.
        var brokenBackups = 0
        var findings: [String] = []
    }

    struct Snapshot: Hashable {
        let id: String
        let client: String
        /// Where the file was.
        let file: String
        let sum: String
    }

    struct Stored: Hashable {
        let path: String
        let client: String
    }

    let state = Monitor(State())

    /// Whether hosts shall stop.
    var isOver: Bool { state.change { $0.isOver } }

    /// Notes something that must not be.
    func find(_ problem: String) { state.change { $0.findings.append(problem) } }
}

public import LedgerClient
public import Linux

/// Why a run of maintenance did not do its work. Nothing was removed that is not in the trash.
public enum MaintenanceError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another run goes on in this repository.
    case busy
    /// The ledger did not do what it was asked.
    case ledger(LedgerError)
    /// A session of a host was allowed an act and has not reported it, however long one waited.
    case actUnderWay
    /// The gate of maintenance could not serve.
    case gate(String)
    /// restic ended with this status; its own words follow.
    case restic(Int32, String)
    /// restic ended with this status, since the storage was full.
    case full(Int32)
    /// A program is missing.
    case missing(String)
    /// The admin ended it.
    case interrupted
    /// A system call failed.
    case system(SystemCallError)

    /// What it means that restic ended with another status than 0. Source: RFC 4918, 507, as restic writes it down.
    public static func of(_ result: ResticResult) -> MaintenanceError {
        result.errors.contains("507 Insufficient Storage")
            ? .full(result.status) : .restic(result.status, result.complaint)
    }

    /// What is wrong. Lower case, no full stop.
    public var description: String {
        switch self {
        case .busy: "another maintenance goes on in this repository"
        case .ledger(let error): error.description
        case .actUnderWay: "a session of a host does not finish what it has begun"
        case .gate(let why): "the gate of maintenance does not serve: \(why)"
        case .restic(let status, let words): "restic ended with \(status): \(words)"
        case .full(let status): "no space is left in the storage, and restic ended with \(status)"
        case .missing(let program): "\(program) is not installed"
        case .interrupted: "it was ended before it was done"
        case .system(let error): error.description
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .busy: "wait for it: postern maintenance history"
        case .ledger: "start the ledger: systemctl start postern-ledger.socket"
        case .actUnderWay: "look for it: postern audit sessions"
        case .gate: "postern audit list --since 1h shows why"
        case .restic: "the run's report has all of its words: postern maintenance history"
        case .full: "postern trash purge REPO --until-free SIZE, or a larger disk; then again: the repository is sound"
        case .missing(let program): "apt-get install \(program)"
        case .interrupted: "give the command again"
        case .system: "postern doctor"
        }
    }
}

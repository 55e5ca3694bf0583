internal import Glibc
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

/// A gate's session that is open now.
struct LiveSession {
    /// The number of its `open` row.
    let number: UInt64
    let place: Place
    /// The gate's process.
    let pid: pid_t
    /// What the gate said of it, once.
    let opening: SessionOpening
    /// The acts that were allowed and are not reported yet, by their rows.
    var pending: [UInt64: Allowed] = [:]
    /// Its reservations.
    var held: Set<UInt64> = []
    /// The run of maintenance that it belongs to; `nil`: it is a host's.
    var run: UInt64? { opening.run?.number }
    /// Whether it never writes again: maintenance has taken something away since it began.
    var isFenced = false
    /// What it read of its budget: on which day, and how much.
    var read: (day: Int64, bytes: UInt64) = (0, 0)

    /// What a row allowed.
    struct Allowed {
        let action: Action
        let object: Object?
        let bytes: ByteCount
        /// When, in milliseconds of the monotonic clock.
        let since: Int64
    }

    init(number: UInt64, place: Place, pid: pid_t, opening: SessionOpening) {
        self.number = number
        self.pid = pid
        self.place = place
        self.opening = opening
    }

    /// Whether it may say what became of another session's act: what maintenance did, only maintenance settles.
    func mayHear(of action: Action) -> Bool { run != nil || (action != .trash && action != .restore) }

    /// A row of this session.
    func entry(
        _ action: Action, _ object: Object? = nil, _ bytes: ByteCount = .zero, _ outcome: Outcome,
        reason: String = "", details: [Entry.Detail] = []
    ) -> Entry {
        Entry(
            client: opening.client, key: opening.key, source: opening.source, repository: opening.repository,
            action: action, object: object?.description ?? "", bytes: bytes, outcome: outcome, reason: reason,
            details: details + (run.map { [Entry.Detail("run", $0)] } ?? []))
    }
}

internal import LedgerClient
public import LedgerWire
internal import Linux
public import Policy
internal import Restic

/// A run of maintenance in one repository. It ends with ``end(_:)``, or when its process dies: then the ledger says so,
/// gates of the run stop, and hosts go on.
public final class MaintenanceRun {
    /// Its number: also the name of its part of the trash.
    public var number: UInt64 { run.welcome.number }
    /// What it does.
    public let kind: RunKind
    /// The repository.
    public let repository: Repository
    let workplace: Workplace
    let run: LedgerRun

    /// Begins a run.
    ///
    /// - Throws: ``MaintenanceError``; ``MaintenanceError/busy`` while another one goes on that it does not get along with.
    public init(_ kind: RunKind, of repository: Repository, at workplace: Workplace) throws(MaintenanceError) {
        self.kind = kind
        self.repository = repository
        self.workplace = workplace
        let opening = RunOpening(
            kind: kind, place: repository.place, repository: repository.name, actor: workplace.actor)
        let verdict: Verdict<LedgerRun>
        do throws(LedgerError) {
            verdict = try LedgerRun.begin(socket: workplace.ledgerSocket, opening)
        } catch {
            throw .ledger(error)
        }
        switch verdict {
        case .granted(let run): self.run = run
        case .refused, .held: throw .busy
        }
    }

    /// Waits for the hosts, then bars those that did not end: they never write again. From here on new sessions wait for
    /// the run's end, also before this returns.
    ///
    /// - Parameters:
    ///   - limit: how long to wait for running sessions.
    ///   - tell: is told what the run waits for, each time that changes.
    /// - Throws: ``MaintenanceError``.
    public func drain(upTo limit: Duration, tell: (RunState) -> Void) throws(MaintenanceError) {
        let deadline = Deadline(in: limit)
        var told: RunState?
        while true {
            let state = try asking { () throws(LedgerError) in try run.state() }
            if state.sessions == 0 { break }
            if deadline.milliseconds == 0 { break }
            if told != state { tell(state) }
            told = state
            guard workplace.wait(1000) else { throw .interrupted }
        }
        try fence()
    }

    /// Bars the sessions of hosts. What their locks say does not matter any more: restic does not see them, and those of
    /// sessions that are long gone leave the repository.
    private func fence() throws(MaintenanceError) {
        var state = try asking { () throws(LedgerError) in try run.fence() }
        let deadline = Deadline(in: Self.patience)
        while state.pending > 0 {
            guard deadline.milliseconds > 0 else { throw .actUnderWay }
            guard workplace.wait(100) else { throw .interrupted }
            state = try asking { () throws(LedgerError) in try run.state() }
        }
        let young = Set(young(state.locks).map(\.name))
        try remove(state.locks.filter { !$0.isLive && !young.contains($0.name) })
    }

    /// Looks which locks nobody lives for any more.
    ///
    /// - Parameter all: also those that are younger than 30 minutes.
    /// - Returns: those, and the others, since their sessions live or they are young.
    /// - Throws: ``MaintenanceError``.
    public func judgeLocks(all: Bool) throws(MaintenanceError) -> (dead: [RunState.Lock], others: [RunState.Lock]) {
        let locks = try asking { () throws(LedgerError) in try run.state() }.locks
        let kept = Set(all ? [] : young(locks).map(\.name))
        return (
            locks.filter { !$0.isLive && !kept.contains($0.name) }, locks.filter { $0.isLive || kept.contains($0.name) }
        )
    }

    /// Removes locks.
    ///
    /// - Throws: ``MaintenanceError``.
    public func remove(_ locks: [RunState.Lock]) throws(MaintenanceError) {
        try tend(locks.map { TrashOrder(.trash, .file(.locks, $0.name), run: number) })
    }

    /// Writes down how it ended.
    ///
    /// - Throws: ``MaintenanceError``.
    public func end(_ ending: RunEnding) throws(MaintenanceError) {
        try asking { () throws(LedgerError) in try run.end(ending) }
    }

    /// How long an act that was allowed may take to be reported.
    private static let patience = Duration.seconds(60)
    /// Milliseconds after which restic itself takes a lock for stale. Source: restic `internal/restic/lock.go`.
    private static let staleness: Int64 = 30 * 60 * 1000

    /// Locks without a session that are too young to be nobody's.
    private func young(_ locks: [RunState.Lock]) -> [RunState.Lock] {
        let now = WallClock.milliseconds
        return locks.filter { !$0.isLive && now - $0.received < Self.staleness }
    }

    private func asking<Result>(_ body: () throws(LedgerError) -> Result) throws(MaintenanceError) -> Result {
        do throws(LedgerError) { return try body() } catch { throw .ledger(error) }
    }
}

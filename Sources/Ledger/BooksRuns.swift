internal import Catalog
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

/// Runs of maintenance: who may do what while one goes on.
extension Books {
    /// Begins a run for a connection of the admin's.
    func begin(_ opening: RunOpening, _ event: Event) throws(Trouble) -> Reply {
        guard event.who.user == 0 || event.who.user == owner else { return .failure(.notAllowed) }
        guard present.runOf[event.peer] == nil, present.sessionOf[event.peer] == nil else {
            return .failure(.violation)
        }
        let others = present.runs.values.filter { $0.opening.place == opening.place }
        if others.contains(where: { !$0.opening.kind.isReading || !opening.kind.isReading }) {
            return .refused(.maintenanceRuns, row: 0)
        }
        let row = try add(
            Entry(
                repository: opening.repository, action: .maintenanceBegin, object: opening.kind.rawValue,
                outcome: .allowed,
                details: [
                    Entry.Detail("actor", opening.actor), Entry.Detail("place", opening.place.description),
                    Entry.Detail("pid", UInt64(clamping: event.who.pid)),
                ]),
            session: 0)
        let run = LiveRun(number: row.seq, opening: opening)
        present.runs[run.number] = run
        present.runOf[event.peer] = run.number
        return .began(run.welcome)
    }

    /// A message of a run's own connection.
    func answer(_ message: RunMessage, from peer: PeerID) throws(Trouble) -> Reply {
        guard let number = present.runOf[peer], let run = present.runs[number] else { return .failure(.violation) }
        switch message {
        case .state: return .state(try state(of: run))
        case .fence:
            for session in hosts(at: run.opening.place) where session.number < run.number {
                present.sessions[session.number]?.isFenced = true
            }
            present.runs[number]?.isFenced = true
            return .state(try state(of: run))
        case .end(let ending):
            try end(run, ending)
            present.runOf[peer] = nil
            return .granted
        }
    }

    /// A run's connection has ended, with or without a last word.
    func endRun(of peer: PeerID) throws(Trouble) {
        guard let number = present.runOf.removeValue(forKey: peer), let run = present.runs[number] else { return }
        say("run \(number): coordinator died")
        try end(run, RunEnding(.failed, reason: "coordinator died"))
    }

    /// Writes down how a run ended. Its gates get no more permits.
    func end(_ run: LiveRun, _ ending: RunEnding) throws(Trouble) {
        let details = [Entry.Detail("run", run.number)] + ending.details.map { Entry.Detail($0.name, $0.text) }
        try add(
            Entry(
                repository: run.opening.repository, action: .maintenanceEnd, object: run.opening.kind.rawValue,
                outcome: ending.outcome, reason: ending.reason, details: details),
            session: 0)
        for session in present.sessions.values where session.run == run.number {
            present.sessions[session.number]?.isFenced = true
        }
        present.runs[run.number]?.hasEnded = true
        present.forgetEndedRuns()
    }

    /// Whether a gate belongs to a run that goes on in its place.
    func isProven(_ claim: RunWelcome, at place: Place) -> Bool {
        guard let run = present.runs[claim.number] else { return false }
        return !run.hasEnded && run.opening.place == place && run.isProven(by: claim)
    }

    /// What keeps a session from changing something now; `nil`: nothing does.
    func standstill(_ session: LiveSession) -> Reply? {
        if session.isFenced { return .refused(.maintenanceRan, row: 0) }
        guard session.run == nil else { return nil }
        return present.isHeld(session) ? .held : nil
    }

    /// Sessions of hosts in a repository.
    private func hosts(at place: Place) -> [LiveSession] {
        present.sessions.values.filter { $0.place == place && $0.run == nil }
    }

    private func state(of run: LiveRun) throws(Trouble) -> RunState {
        let hosts = hosts(at: run.opening.place)
        // Sessions that came later are held.
        let writing = hosts.filter { !$0.isFenced && $0.number < run.number }
        let stored = try Trouble.catalog { () throws(CatalogError) in
            try catalog.received(.locks, at: run.opening.place, limit: WireLimits.locks)
        }
        var locks: [RunState.Lock] = []
        for lock in stored {
            guard case .file(.locks, let name) = lock.object else { continue }
            let row = try Trouble.trail { () throws(TrailError) in try trail.reader().row(lock.row) }
            locks.append(
                RunState.Lock(
                    name: name, received: lock.at.milliseconds, client: lock.client,
                    isLive: hosts.contains { $0.number == row?.session }))
        }
        return RunState(
            sessions: UInt64(writing.count),
            // Gates that the ledger lost may still do what they were allowed.
            pending: hosts.reduce(UInt64(remnants.alive(at: run.opening.place).count)) {
                $0 + UInt64($1.pending.count)
            },
            locks: locks)
    }
}

/// What only a run's own connection says.
enum RunMessage {
    case state, fence
    case end(RunEnding)
}

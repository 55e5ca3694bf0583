internal import Catalog
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

extension Books {
    /// Opens the session of a connection, or says why there is none.
    func open(_ opening: SessionOpening, _ event: Event) throws(Trouble) -> Reply {
        guard present.sessionOf[event.peer] == nil else { return .failure(.violation) }
        guard present.runOf[event.peer] == nil else { return .failure(.violation) }
        if let refusal = opening.refusal {
            // The gate sees that nothing is there; that something was, only the trail tells.
            let isAlarm = refusal == .repositoryMissing ? try hasVanished(opening) : false
            return try refuse(opening, isAlarm ? .repositoryVanished : refusal, event)
        }
        if let refusal = try refusal(of: opening) { return try refuse(opening, refusal, event) }
        guard let place = opening.place else { return .failure(.violation) }
        let others = present.sessions.values.contains { $0.place == place }
        let remnants = remnants.alive(at: place)
        let row = try add(Self.entry(opening, .allowed, "", event.who), session: nil)
        let unsettled = try Trouble.catalog { () throws(CatalogError) in
            try catalog.unsettled(at: place, limit: WireLimits.unsettled)
        }
        let session = LiveSession(number: row.seq, place: place, pid: event.who.pid, opening: opening)
        let locks = session.run == nil ? try ownLocks(opening.client, place) : []
        present.sessions[row.seq] = session
        present.sessionOf[event.peer] = row.seq
        let open = unsettled.filter { !remnants.contains($0.session) && session.mayHear(of: $0.action) }
            .map { Unsettled(row: $0.row, action: $0.action, object: $0.object) }
        // Its own locks too: the admin may have removed them on the gateway, where no row tells of it.
        let told = open + locks.map { Unsettled(row: $0.row, action: .save, object: $0.object) }
        return .opened(
            SessionWelcome(
                number: row.seq, refusal: nil, alone: !others && remnants.isEmpty,
                duringMaintenance: session.run == nil && present.isHeld(session), unsettled: told))
    }

    private func refusal(of opening: SessionOpening) throws(Trouble) -> Refusal? {
        if let run = opening.run {
            guard let place = opening.place, isProven(run, at: place) else { return .mandateInvalid }
            return try hasVanished(opening) ? .repositoryVanished : nil
        }
        let open = present.sessions.values.count { $0.opening.client == opening.client }
        if open >= opening.limits.sessions { return .tooManySessions }
        if try hasVanished(opening) { return .repositoryVanished }
        let most = opening.limits.rowsPerDay
        let extra = most / 100 * LedgerLimits.extraRows + 1
        return try rowsToday(opening.client) - extra < most ? nil : .rowsPerDay
    }

    /// Whether a repository that had a `config` has none now: its storage may not be mounted, and an empty folder in its
    /// place must not be taken for a new one. A `config` that a session which died was about to store does not count.
    private func hasVanished(_ opening: SessionOpening) throws(Trouble) -> Bool {
        guard !opening.configured, let place = opening.place else { return false }
        return try Trouble.catalog { () throws(CatalogError) in
            guard try catalog.isConfigured(place) else { return false }
            let unsettled = try catalog.unsettled(at: place, limit: WireLimits.unsettled)
            return !unsettled.contains { $0.object == .config }
        }
    }

    private func refuse(_ opening: SessionOpening, _ refusal: Refusal, _ event: Event) throws(Trouble) -> Reply {
        var number: UInt64 = 0
        if try hasRow(opening.client, opening.limits) {
            number = try add(Self.entry(opening, .refused, refusal.rawValue, event.who), session: nil).seq
        }
        return .opened(SessionWelcome(number: number, refusal: refusal, alone: false, unsettled: []))
    }

    private static func entry(
        _ opening: SessionOpening, _ outcome: Outcome, _ reason: String, _ who: Event.Who
    ) -> Entry {
        var details = [Entry.Detail("asked", opening.asked), Entry.Detail("level", opening.level)]
        if let place = opening.place { details.append(Entry.Detail("place", place.description)) }
        details.append(Entry.Detail("pid", UInt64(clamping: who.pid)))
        if let run = opening.run { details.append(Entry.Detail("run", run.number)) }
        return Entry(
            client: opening.client, key: opening.key, source: opening.source, repository: opening.repository,
            action: .open, outcome: outcome, reason: reason, details: details)
    }

    /// The session's orderly end.
    func close(_ session: LiveSession, _ counts: SessionCounts, _ peer: PeerID) throws(Trouble) -> Reply {
        var details = [
            Entry.Detail("saves", counts.saves), Entry.Detail("loads", counts.loads),
            Entry.Detail("lists", counts.lists), Entry.Detail("bytesIn", counts.bytesIn.bytes),
            Entry.Detail("bytesOut", counts.bytesOut.bytes), Entry.Detail("snapshots", counts.snapshots),
            Entry.Detail("refusals", counts.refusals),
        ]
        if session.run != nil { details.append(Entry.Detail("removals", counts.removals)) }
        details += ending(session)
        try add(session.entry(.close, nil, .zero, .allowed, details: details), session: session.number)
        present.sessionOf[peer] = nil
        present.remove(session)
        return .granted
    }

    /// A connection is gone: if its session was open, it ends here.
    func end(_ peer: PeerID, _ reason: String) throws(Trouble) {
        guard let number = present.sessionOf.removeValue(forKey: peer), let session = present.sessions[number] else {
            return
        }
        try end(session, reason)
    }

    /// A session ends without its last word.
    func end(_ session: LiveSession, _ reason: String) throws(Trouble) {
        say("session \(session.number) of \(session.opening.client.escaped): \(reason)")
        try add(
            session.entry(.close, nil, .zero, .failed, reason: reason, details: ending(session)),
            session: session.number)
        present.remove(session)
    }

    /// What the last row of a session tells for the catalog's sake.
    private func ending(_ session: LiveSession) -> [Entry.Detail] {
        var details: [Entry.Detail] = []
        if session.read.bytes > 0, session.read.day == trail.clockTime.day {
            details.append(Entry.Detail("read", session.read.bytes))
        }
        if !session.pending.isEmpty {
            let rows = session.pending.keys.sorted().map { String($0) }
            details.append(Entry.Detail("pending", rows.joined(separator: " ")))
        }
        return details
    }

    /// Closes the sessions that were open when the ledger ended without a word.
    func closeLostSessions() throws(Trouble) {
        let lost = try Trouble.catalog { () throws(CatalogError) in try catalog.openSessions() }
        for session in lost {
            let pending = try Trouble.catalog { () throws(CatalogError) in
                try catalog.pending(of: session.number, limit: LedgerLimits.pending + 1)
            }
            let list =
                pending.count > LedgerLimits.pending
                ? Catalog.allPending : pending.map(String.init).joined(separator: " ")
            let opened = try Trouble.trail { () throws(TrailError) in try trail.reader().row(session.number) }
            var entry = Entry(
                client: session.client, action: .close, outcome: .failed, reason: "ledger died",
                details: list.isEmpty ? [] : [Entry.Detail("pending", list)])
            if let opened = opened?.entry {
                (entry.key, entry.source, entry.repository) = (opened.key, opened.source, opened.repository)
            }
            try add(entry, session: session.number)
            remnants.add(session)
            say("session \(session.number) of \(session.client.escaped): ledger died")
        }
        try commitRows()
        try Trouble.catalog { () throws(CatalogError) in try catalog.commit() }
    }
}

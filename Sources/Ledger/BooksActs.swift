internal import Catalog
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

extension Books {
    /// Writes the row of an act, and gives the permit for it.
    func permit(
        _ action: Action, _ object: Object?, _ bytes: ByteCount, _ session: LiveSession,
        details: [Entry.Detail] = []
    ) throws(Trouble) -> Reply {
        let row = try add(session.entry(action, object, bytes, .allowed, details: details), session: session.number)
        present.sessions[session.number]?.pending[row.seq] = LiveSession.Allowed(
            action: action, object: object, bytes: bytes, since: monotonic())
        return .permitted(row: row.seq)
    }

    /// May the folders of the session's repository be made?
    func permitCreate(_ session: LiveSession) throws(Trouble) -> Reply {
        guard session.pending.count < LedgerLimits.pending, session.run == nil else { return .failure(.violation) }
        if let refusal = try createRefusal(session) { return try refused(.create, nil, .zero, refusal, session) }
        return try permit(.create, nil, .zero, session)
    }

    private func createRefusal(_ session: LiveSession) throws(Trouble) -> Refusal? {
        if !session.opening.mayCreate { return .repositoryMissing }
        if try rowsToday(session.opening.client) >= session.opening.limits.rowsPerDay { return .rowsPerDay }
        let place = session.place
        if try Trouble.catalog({ () throws(CatalogError) in try catalog.isCreated(place) }) { return nil }
        let client = session.opening.client
        let created = try Trouble.catalog { () throws(CatalogError) in try catalog.created(by: client) }
        let isFull =
            created.all >= session.opening.limits.maxRepositories
            || created.unconfigured >= LedgerLimits.unconfigured
        return isFull ? .tooManyRepositories : nil
    }

    /// May an object be removed?
    func permitRemove(_ object: Object, _ isSweep: Bool, _ session: LiveSession) throws(Trouble) -> Reply {
        guard session.pending.count < LedgerLimits.pending, session.run == nil else { return .failure(.violation) }
        let refusal = try isSweep ? sweepRefusal(object, session) : removeRefusal(object, session)
        let action: Action = isSweep ? .sweep : .remove
        if let refusal { return try refused(action, object, .zero, refusal, session) }
        return try permit(action, object, .zero, session)
    }

    /// May maintenance move an object to the trash, back from there, or out of it for good?
    func permit(_ act: TrashAct, _ object: Object, of run: UInt64, _ session: LiveSession) throws(Trouble) -> Reply {
        guard let own = session.run, session.pending.count < LedgerLimits.pending, object != .config else {
            return .failure(.violation)
        }
        // What a run removes lies in its own part of the trash.
        guard act != .trash || run == own else { return .failure(.violation) }
        if session.isFenced { return try refused(act.action, object, .zero, .maintenanceRan, session) }
        let place = session.place
        let received = try Trouble.catalog { () throws(CatalogError) in try catalog.received(object, at: place) }
        let details = run == own ? [] : [Entry.Detail("of", run)]
        return try permit(act.action, object, received?.bytes ?? .zero, session, details: details)
    }

    /// A client removes its own locks. Who made one is the trail's word, not the client's.
    private func removeRefusal(_ object: Object, _ session: LiveSession) throws(Trouble) -> Refusal? {
        guard case .file(.locks, _) = object else { return .appendOnly }
        if session.opening.limits.anyLock { return nil }
        let place = session.place
        let received = try Trouble.catalog { () throws(CatalogError) in try catalog.received(object, at: place) }
        return received?.client == session.opening.client ? nil : .lockOfOther
    }

    /// The locks that the trail knows of a client in a place.
    func ownLocks(_ client: String, _ place: Place) throws(Trouble) -> [Received] {
        try Trouble.catalog { () throws(CatalogError) in
            try catalog.ownLocks(at: place, of: client, limit: Limits.locksOfClient)
        }
    }

    /// Keys of an `init` that was cut go, as long as there is no `config` and nobody else is initialising.
    private func sweepRefusal(_ object: Object, _ session: LiveSession) throws(Trouble) -> Refusal? {
        guard case .file(.keys, _) = object, try !isConfigured(session.place) else { return .appendOnly }
        if let claim = present.claims[session.place], claim.session != session.number { return .initInProgress }
        return nil
    }

    /// What the row allowed is done.
    func done(_ row: UInt64, _ session: LiveSession) throws(Trouble) -> Reply {
        guard let allowed = session.pending[row] else { return .failure(.violation) }
        present.sessions[session.number]?.pending[row] = nil
        // From here on the place has its `config`, and nobody initialises it any more.
        if allowed.action == .save, allowed.object == .config { present.claims[session.place] = nil }
        try Trouble.catalog { () throws(CatalogError) in try catalog.finish(row) }
        return .granted
    }

    /// What the row allowed could not be done: a second row says so, and the first counts for nothing.
    func failed(_ row: UInt64, _ reason: String, _ session: LiveSession) throws(Trouble) -> Reply {
        guard let allowed = session.pending[row] else { return .failure(.violation) }
        try add(
            session.entry(
                allowed.action, allowed.object, allowed.bytes, .failed, reason: reason,
                details: [Entry.Detail("row", row)]),
            session: session.number)
        present.sessions[session.number]?.pending[row] = nil
        return .granted
    }

    /// What became of an act that a dead session left open.
    func settle(_ row: UInt64, _ isPresent: Bool, _ session: LiveSession) throws(Trouble) -> Reply {
        let place = session.place
        let open = try Trouble.catalog { () throws(CatalogError) in try catalog.unsettled(row, at: place) }
        guard let open else {
            if !isPresent { try forgetLock(row, session) }
            return .granted
        }
        let entry = try settlement(of: open, isPresent, session)
        try add(entry, session: session.number)
        return .granted
    }

    /// A lock of the client's own is gone, and no row says who took it: the admin did, on the gateway. It counts no more.
    /// Any other row was settled already, by a session that was told of it too and was quicker.
    private func forgetLock(_ row: UInt64, _ session: LiveSession) throws(Trouble) {
        let locks = try ownLocks(session.opening.client, session.place)
        guard let lock = locks.first(where: { $0.row == row }) else { return }
        let entry = session.entry(.sweep, lock.object, lock.bytes, .allowed, details: [Entry.Detail("row", row)])
        let sweep = try add(entry, session: session.number)
        try Trouble.catalog { () throws(CatalogError) in try catalog.finish(sweep.seq) }
    }

    private func settlement(of open: Pending, _ isPresent: Bool, _ session: LiveSession) throws(Trouble) -> Entry {
        let details = [Entry.Detail("row", open.row)]
        let wasDone: Bool
        switch open.action {
        case .create: wasDone = isPresent
        case .save:
            wasDone = isPresent
            if isPresent, let object = open.object, try isAccounted(object, besides: open.row, session.place) {
                return session.entry(
                    .save, object, open.bytes, .failed, reason: FailureReason.present, details: details)
            }
        case .restore: wasDone = isPresent
        // The other actions never wait: only what changes a repository does.
        case .remove, .sweep, .trash, .purge, .maintenanceBegin, .maintenanceEnd, .open, .close, .settle, .fold,
            .load, .list, .stat, .deleteRepository, .request, .clientAdd, .clientChange, .clientDisable, .clientEnable,
            .clientRemove, .keyAdd, .keyRevoke,
            .repositoryAdd, .repositoryChange, .repositoryRemove, .repositoryImport, .policyChange, .secretSet,
            .secretRemove, .secretRotate,
            .initialise, .auditSeal:
            wasDone = !isPresent
        }
        return wasDone
            ? session.entry(.settle, open.object, open.bytes, .allowed, details: details)
            : session.entry(open.action, open.object, open.bytes, .lost, details: details)
    }

    private func isAccounted(_ object: Object, besides row: UInt64, _ place: Place) throws(Trouble) -> Bool {
        try Trouble.catalog { () throws(CatalogError) in try catalog.isAccounted(object, at: place, besides: row) }
    }
}

internal import Catalog
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

extension Books {
    /// Is there room for an object? All sessions' reservations count, so nothing is promised twice.
    func reserve(
        _ object: Object, _ length: ByteCount, _ free: FreeSpace, _ seen: UInt64, _ session: LiveSession
    ) throws(Trouble) -> Reply {
        guard session.held.count < LedgerLimits.reservations else { return .failure(.violation) }
        if let standstill = standstill(session) {
            return try answer(standstill, .save, object, length, session)
        }
        let one = Reservations.Held(
            session: session.number, client: session.opening.client, place: session.place, object: object,
            length: length)
        if let refusal = try refusal(of: one, free, seen, session) {
            return try refused(.save, object, length, refusal, session)
        }
        let number = present.reservations.add(one)
        present.sessions[session.number]?.held.insert(number)
        return .reserved(number)
    }

    /// A standstill that refuses has a row, one that holds has none.
    private func answer(
        _ standstill: Reply, _ action: Action, _ object: Object, _ bytes: ByteCount, _ session: LiveSession
    ) throws(Trouble) -> Reply {
        guard case .refused(let refusal, _) = standstill else { return standstill }
        return try refused(action, object, bytes, refusal, session)
    }

    private func refusal(
        of one: Reservations.Held, _ free: FreeSpace, _ seen: UInt64, _ session: LiveSession
    ) throws(Trouble) -> Refusal? {
        if one.length > Limits.size(of: one.object) { return .tooLarge }
        if try rowsToday(one.client) >= session.opening.limits.rowsPerDay { return .rowsPerDay }
        let limits = session.opening.limits
        if let refusal = try initRefusal(one, session) { return refusal }
        // Locks are few and small. A full quota must not keep anybody from restoring, nor a backup from its end.
        if case .file(.locks, _) = one.object { return try lockRefusal(one) }
        if let refusal = try dayRefusal(one, limits) { return refusal }
        if let refusal = try quotaRefusal(one, limits) { return refusal }
        let announced = present.reservations.sum(client: one.client).length
        if announced + one.length > Limits.announced { return .tooMuchAtOnce }
        return floorRefusal(one, free, seen, limits)
    }

    /// While a place has no `config`, one session initialises it; no other adds keys or a config meanwhile, nor once
    /// that is done, if it started before.
    private func initRefusal(_ one: Reservations.Held, _ session: LiveSession) throws(Trouble) -> Refusal? {
        switch one.object {
        case .file(.data, _), .file(.index, _), .file(.locks, _), .file(.snapshots, _): return nil
        case .config, .file(.keys, _): break
        }
        if session.opening.configured { return nil }
        if let claim = present.claims[one.place], claim.session != session.number { return .initInProgress }
        if try isConfigured(one.place) { return one.object == .config ? nil : .keysAfterInit }
        if case .file(.keys, _) = one.object, try hasManyKeys(one) { return .tooManyKeys }
        if present.claims[one.place] == nil {
            present.claims[one.place] = Present.Claim(session: session.number, since: monotonic())
        }
        return nil
    }

    /// Whether a place without a `config` has as many keys as it may, in `keys/` or in its trash.
    private func hasManyKeys(_ one: Reservations.Held) throws(Trouble) -> Bool {
        let (stored, swept) = try Trouble.catalog { () throws(CatalogError) in
            (try catalog.count(.keys, at: one.place, of: one.client).all, try catalog.sweptKeys(at: one.place))
        }
        let coming = present.reservations.count(.keys, at: one.place).all
        return stored + coming >= Limits.keysBeforeConfig || stored + coming + swept >= Limits.sweptKeys
    }

    /// Whether a place has a `config`, by the word of any session or of the trail.
    func isConfigured(_ place: Place) throws(Trouble) -> Bool {
        if present.sessions.values.contains(where: { $0.place == place && $0.opening.configured }) { return true }
        return try Trouble.catalog { () throws(CatalogError) in try catalog.isConfigured(place) }
    }

    private func lockRefusal(_ one: Reservations.Held) throws(Trouble) -> Refusal? {
        let stored = try Trouble.catalog { () throws(CatalogError) in
            try catalog.count(.locks, at: one.place, of: one.client)
        }
        let coming = present.reservations.count(.locks, at: one.place)
        let isFull =
            stored.all + coming.all >= Limits.locksOfRepository
            || stored.own + coming.of(one.client) >= Limits.locksOfClient
        return isFull ? .tooManyLocks : nil
    }

    private func dayRefusal(_ one: Reservations.Held, _ limits: SessionLimits) throws(Trouble) -> Refusal? {
        let today = try today(one.client)
        let coming = present.reservations.sum(client: one.client)
        if let most = limits.uploadPerDay, today.uploaded + coming.length + one.length > most { return .uploadPerDay }
        if case .file(.snapshots, _) = one.object, let most = limits.snapshotsPerDay,
            today.snapshots + UInt64(coming.snapshots) >= UInt64(clamping: most)
        {
            return .snapshotsPerDay
        }
        return nil
    }

    private func quotaRefusal(_ one: Reservations.Held, _ limits: SessionLimits) throws(Trouble) -> Refusal? {
        let usage = try Trouble.catalog { () throws(CatalogError) in try catalog.usage(of: one.place) }
        let coming = present.reservations.sum(place: one.place)
        if usage.objects + UInt64(coming.objects) >= UInt64(clamping: limits.maxObjects) { return .maxObjects }
        if let quota = limits.quota, usage.cost + coming.cost + one.cost > quota { return .quota }
        return nil
    }

    private func floorRefusal(
        _ one: Reservations.Held, _ free: FreeSpace, _ seen: UInt64, _ limits: SessionLimits
    ) -> Refusal? {
        let storage = one.place.storage
        // What hosts must leave free is there for maintenance.
        if present.sessions[one.session]?.run != nil {
            return free.bytes < one.cost || free.inodes < 1 ? .floor : nil
        }
        let coming = present.reservations.sum(storage: storage)
        let missing = present.blur.missing(in: storage, after: seen, now: monotonic())
        let needed = limits.floor + coming.cost + missing.cost + one.cost
        let files = UInt64(coming.objects) + missing.objects + 1
        let (inodes, overflow) = free.inodeFloor.addingReportingOverflow(files)
        return free.bytes < needed || overflow || free.inodes < inodes ? .floor : nil
    }

    /// The object is whole: a row, and the permit.
    func permitSave(_ reservation: UInt64, _ session: LiveSession) throws(Trouble) -> Reply {
        guard session.held.contains(reservation), let one = present.reservations[reservation],
            session.pending.count < LedgerLimits.pending
        else { return .failure(.violation) }
        _ = release(reservation, session)
        if session.isFenced { return try refused(.save, one.object, one.length, .maintenanceRan, session) }
        if try rowsToday(one.client) >= session.opening.limits.rowsPerDay {
            return try refused(.save, one.object, one.length, .rowsPerDay, session)
        }
        let reply = try permit(.save, one.object, one.length, session)
        present.blur.add(row: trail.last, storage: one.place.storage, cost: one.cost, now: monotonic())
        return reply
    }

    /// The upload was given up.
    func release(_ reservation: UInt64, _ session: LiveSession) -> Reply {
        guard session.held.contains(reservation) else { return .failure(.violation) }
        present.reservations.remove(reservation)
        present.sessions[session.number]?.held.remove(reservation)
        return .granted
    }
}

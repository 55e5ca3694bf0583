internal import Catalog
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

extension Books {
    /// A refusal of the ledger's own: its row, and the answer.
    func refused(
        _ action: Action, _ object: Object?, _ bytes: ByteCount, _ refusal: Refusal, _ session: LiveSession
    ) throws(Trouble) -> Reply {
        guard try hasRow(session.opening.client, session.opening.limits) else { return .refused(refusal, row: 0) }
        let row = try add(
            session.entry(action, object, bytes, .refused, reason: refusal.rawValue), session: session.number)
        return .refused(refusal, row: row.seq)
    }

    /// A refusal of the gate's.
    func note(
        _ action: Action, _ object: Object?, _ refusal: Refusal, _ asked: String, _ session: LiveSession
    ) throws(Trouble) -> Reply {
        guard try hasRow(session.opening.client, session.opening.limits) else { return .granted }
        let details = asked.isEmpty ? [] : [Entry.Detail("asked", asked)]
        try add(
            session.entry(action, object, .zero, .refused, reason: refusal.rawValue, details: details),
            session: session.number)
        return .granted
    }

    /// What a gate could not do, and had no permit for.
    func noteFailure(
        _ action: Action, _ object: Object?, _ reason: String, _ session: LiveSession
    ) throws(Trouble) -> Reply {
        guard try hasRow(session.opening.client, session.opening.limits) else { return .granted }
        try add(session.entry(action, object, .zero, .failed, reason: reason), session: session.number)
        return .granted
    }

    /// May the client read so many bytes more of its packs today?
    func mayRead(_ bytes: ByteCount, _ session: LiveSession) throws(Trouble) -> Reply {
        guard let budget = session.opening.limits.readBudget else { return .granted }
        let day = trail.clockTime.day
        let ended = try today(session.opening.client).read
        let live = present.sessions.values
            .filter { $0.opening.client == session.opening.client && $0.read.day == day }
            .reduce(ByteCount.zero) { $0 + ByteCount(bytes: $1.read.bytes) }
        if ended + live + bytes > budget { return try refused(.load, nil, bytes, .readBudget, session) }
        let before = session.read.day == day ? session.read.bytes : 0
        present.sessions[session.number]?.read = (day, before + bytes.bytes)
        return .granted
    }

    /// Whether somebody is root, or the ledger's own user.
    func isAdmin(_ who: Event.Who) -> Bool { who.user == 0 || who.user == owner }

    /// An act of the admin.
    func record(_ act: AdminAct, by who: Event.Who) throws(Trouble) -> Reply {
        guard isAdmin(who) else { return .failure(.notAllowed) }
        let details = [Entry.Detail("actor", act.actor)] + act.details.map { Entry.Detail($0.name, $0.text) }
        let row = try add(
            Entry(
                action: act.action, object: act.object, outcome: act.outcome, reason: act.reason, details: details),
            session: 0)
        return .permitted(row: row.seq)
    }

    /// What a client did today.
    func today(_ client: String) throws(Trouble) -> DayCounts {
        let day = trail.clockTime.day
        return try Trouble.catalog { () throws(CatalogError) in try catalog.counts(of: client, on: day) }
    }

    /// How many rows a client has today.
    func rowsToday(_ client: String) throws(Trouble) -> Int { Int(clamping: try today(client).rows) }

    /// Whether a refusal gets a row of its own. Past the day's rows it does not: one row an hour carries the count.
    func hasRow(_ client: String, _ limits: SessionLimits) throws(Trouble) -> Bool {
        if try rowsToday(client) < limits.rowsPerDay { return true }
        let hour = trail.clockTime.hour
        if present.folds[client] == nil { say("the rows of \(client.escaped) are used up for today") }
        present.folds[client, default: Present.Fold(hour: hour, count: 0)].count += 1
        return false
    }

    /// Writes down how much was folded in hours that are over.
    func writeFolds(all: Bool) throws(Trouble) {
        let hour = trail.clockTime.hour
        for (client, fold) in present.folds.sorted(by: { $0.key < $1.key }) where all || fold.hour != hour {
            present.folds[client] = nil
            try add(
                Entry(
                    client: client, action: .fold, outcome: .refused, reason: Refusal.rowsPerDay.rawValue,
                    details: [Entry.Detail("count", fold.count)]),
                session: 0)
        }
    }
}

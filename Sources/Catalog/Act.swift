internal import Policy
internal import Restic
internal import SQLite
internal import Trail

/// What an act does to a repository.
enum Effect {
    case create, store, take
    /// Between the repository and its trash, and out of the trash.
    case trash, restore, purge

    /// `nil` for what changes no repository.
    init?(_ action: Action) {
        switch action {
        case .create: self = .create
        case .save: self = .store
        case .remove, .sweep: self = .take
        case .trash: self = .trash
        case .restore: self = .restore
        case .purge: self = .purge
        case .maintenanceBegin, .maintenanceEnd, .open, .close, .settle, .fold, .load, .list, .stat, .deleteRepository,
            .request, .clientAdd,
            .clientChange, .clientDisable, .clientEnable, .clientRemove, .keyAdd, .keyRevoke, .repositoryAdd,
            .repositoryChange, .repositoryRemove, .repositoryImport, .policyChange, .secretSet, .secretRemove,
            .secretRotate, .initialise, .auditSeal:
            return nil
        }
    }
}

/// A change that a row allowed, in the catalog's own numbers.
struct Act {
    let row: UInt64
    let effect: Effect
    let place: Int64
    /// `nil` for the whole repository.
    let key: ObjectKey?
    let bytes: ByteCount
    let client: Int64
    let at: Moment
}

extension Catalog {
    func addRepository(_ act: Act) throws(SQLiteError) {
        try queries.run(
            "INSERT INTO repository VALUES (?, ?, ?, ?)", .number(act.place), .number(act.row), .number(act.client),
            .number(act.at.milliseconds))
    }

    func addObject(_ act: Act) throws(SQLiteError) {
        try changeObject(act) { (key) throws(SQLiteError) in
            try queries.run(
                "INSERT INTO object VALUES (?, ?, ?, ?, ?, ?, ?)", .number(act.place), .number(key.kind),
                .bytes(key.name), .number(act.row), .number(act.bytes.bytes), .number(act.client),
                .number(act.at.milliseconds))
        }
    }

    func takeObject(_ act: Act) throws(SQLiteError) {
        try changeObject(act) { (key) throws(SQLiteError) in
            try queries.run(
                """
                INSERT INTO removed SELECT ?, place, kind, name, row, bytes, client, at FROM object
                WHERE place = ? AND kind = ? AND name = ?
                """, .number(act.row), .number(act.place), .number(key.kind), .bytes(key.name))
            try queries.run(
                "DELETE FROM object WHERE place = ? AND kind = ? AND name = ?", .number(act.place), .number(key.kind),
                .bytes(key.name))
        }
    }

    /// A key file of a cut `init` goes to the trash, or (-1) did not go.
    func countSweep(_ act: Act, _ change: Int64 = 1) throws(SQLiteError) {
        guard act.key?.kind == ObjectKey.kind(.keys) else { return }
        try queries.run(
            "INSERT INTO swept VALUES (?1, ?2) ON CONFLICT DO UPDATE SET keys = keys + ?2", .number(act.place),
            .number(change))
    }

    /// A row says that what an earlier row allowed did not happen.
    func undo(_ row: UInt64, because reason: String) throws(SQLiteError) {
        guard let act = try pendingAct(row) else { return }
        switch act.effect {
        case .create: try queries.run("DELETE FROM repository WHERE row = ?", .number(row))
        case .store: try undoSave(act, wasPresent: reason == Self.present)
        case .restore: try undoRestore(act)
        case .purge: break
        case .take, .trash:
            if act.effect == .trash { try forgetTrashed(row) } else { try countSweep(act, -1) }
            try changeObject(act) { (_) throws(SQLiteError) in
                try queries.run(
                    """
                    INSERT INTO object SELECT place, kind, name, row, bytes, client, at FROM removed
                    WHERE removal = ?
                    """, .number(row))
            }
        }
        try queries.run("DELETE FROM pending WHERE row = ?", .number(row))
    }

    private func undoSave(_ act: Act, wasPresent: Bool) throws(SQLiteError) {
        guard let key = act.key else { return }
        let others = try queries.first(
            "SELECT count(*) FROM object WHERE place = ? AND kind = ? AND name = ? AND row <> ?", .number(act.place),
            .number(key.kind), .bytes(key.name), .number(act.row)
        ) { $0.number(0) }
        // The store has it, and no other row accounts for it: this one does from now on.
        if wasPresent, others == 0 { return }
        try changeObject(act) { (key) throws(SQLiteError) in
            try queries.run(
                "DELETE FROM object WHERE place = ? AND kind = ? AND name = ? AND row = ?", .number(act.place),
                .number(key.kind), .bytes(key.name), .number(act.row))
        }
        let isSnapshot = key.kind == ObjectKey.kind(.snapshots)
        try queries.run(
            "UPDATE day SET uploaded = uploaded - ?, snapshots = snapshots - ? WHERE client = ? AND day = ?",
            .number(act.bytes.bytes), .number(isSnapshot ? Int64(1) : 0), .number(act.client), .number(act.at.day))
    }

    private func pendingAct(_ row: UInt64) throws(SQLiteError) -> Act? {
        try queries.first(
            "SELECT action, place, kind, name, bytes, client, at FROM pending WHERE row = ?", .number(row)
        ) { found in
            Action(rawValue: found.text(0)).flatMap(Effect.init).map { effect in
                Act(
                    row: row, effect: effect, place: found.number(1),
                    key: found.optionalNumber(2).map { ObjectKey(kind: $0, name: found.bytes(3)) },
                    bytes: ByteCount(bytes: UInt64(clamping: found.number(4))), client: found.number(5),
                    at: Moment(milliseconds: found.number(6)))
            }
        } ?? nil
    }

    /// Changes the entries of one object, and with them what its repository uses: an object counts once.
    func changeObject(_ act: Act, _ change: (ObjectKey) throws(SQLiteError) -> Void) throws(SQLiteError) {
        guard let key = act.key else { return }
        let before = try cost(act.place, key)
        try change(key)
        let after = try cost(act.place, key)
        if before == after { return }
        let cost = (after ?? 0) - (before ?? 0)
        let objects: Int64 = (after == nil ? 0 : 1) - (before == nil ? 0 : 1)
        try queries.run(
            """
            INSERT INTO usage VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET cost = cost + ?2, objects = objects + ?3
            """, .number(act.place), .number(cost), .number(objects))
    }

    /// What an object costs by its first entry; `nil` where it has none.
    private func cost(_ place: Int64, _ key: ObjectKey) throws(SQLiteError) -> Int64? {
        try queries.first(
            "SELECT bytes FROM object WHERE place = ? AND kind = ? AND name = ? ORDER BY row LIMIT 1", .number(place),
            .number(key.kind), .bytes(key.name)
        ) { Int64(clamping: ObjectCost.of(ByteCount(bytes: UInt64(clamping: $0.number(0)))).bytes) }
    }
}

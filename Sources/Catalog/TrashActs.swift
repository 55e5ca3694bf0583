internal import SQLite
internal import Trail

/// What moves between a repository and its trash.
extension Catalog {
    /// Maintenance moved an object to the trash.
    func trashObject(_ act: Act, run: UInt64) throws(SQLiteError) {
        guard let key = act.key else { return }
        try queries.run(
            """
            INSERT INTO trashed SELECT ?, ?, ?, place, kind, name, row, bytes, client, at, NULL, NULL FROM object
            WHERE place = ? AND kind = ? AND name = ?
            """, .number(act.row), .number(run), .number(act.at.milliseconds), .number(act.place), .number(key.kind),
            .bytes(key.name))
        try takeObject(act)
    }

    /// It did not happen after all.
    ///
    /// - Returns: whether it came back since.
    func forgetTrashed(_ removal: UInt64) throws(SQLiteError) -> Bool {
        let restored =
            try queries.first(
                "SELECT 1 FROM trashed WHERE removal = ? AND restored IS NOT NULL", .number(removal)
            ) { _ in true } ?? false
        if restored { return true }
        try queries.run("DELETE FROM trashed WHERE removal = ?", .number(removal))
        return false
    }

    /// An object came back from a run's part of the trash: it was received when it was received first.
    func restoreObject(_ act: Act, run: UInt64) throws(SQLiteError) {
        try changeObject(act) { (key) throws(SQLiteError) in
            try queries.run(
                """
                UPDATE trashed SET restored = ?
                WHERE place = ? AND kind = ? AND name = ? AND run = ? AND restored IS NULL
                """, .number(act.row), .number(act.place), .number(key.kind), .bytes(key.name), .number(run))
            try queries.run(
                "INSERT OR IGNORE INTO object SELECT place, kind, name, row, bytes, client, at FROM trashed WHERE restored = ?",
                .number(act.row))
        }
    }

    /// It did not come back after all.
    func undoRestore(_ act: Act) throws(SQLiteError) {
        try changeObject(act) { (key) throws(SQLiteError) in
            try queries.run(
                """
                DELETE FROM object WHERE place = ? AND kind = ? AND name = ?
                AND row IN (SELECT row FROM trashed WHERE restored = ?)
                """, .number(act.place), .number(key.kind), .bytes(key.name), .number(act.row))
        }
        try queries.run("UPDATE trashed SET restored = NULL WHERE restored = ?", .number(act.row))
    }

    /// An object left a run's part of the trash for good.
    func purgeObject(_ act: Act, run: UInt64) throws(SQLiteError) {
        guard let key = act.key else { return }
        try queries.run(
            """
            UPDATE trashed SET purged = ?
            WHERE place = ? AND kind = ? AND name = ? AND run = ? AND restored IS NULL AND purged IS NULL
            """, .number(act.row), .number(act.place), .number(key.kind), .bytes(key.name), .number(run))
    }

    /// It is still there after all.
    func unpurge(_ row: UInt64) throws(SQLiteError) {
        try queries.run("UPDATE trashed SET purged = NULL WHERE purged = ?", .number(row))
    }
}

internal import Policy
internal import Restic
internal import SQLite
internal import Trail

extension Catalog {
    /// What one row means for the catalog. Inside a transaction.
    func enter(_ row: Row) throws(SQLiteError) {
        if !row.entry.client.isEmpty { try count(row) }
        if row.entry.action == .open, !row.entry.key.isEmpty { try enterLogin(row) }
        if let effect = Effect(row.entry.action) {
            try enter(row, effect)
        } else if row.entry.action == .open, row.entry.outcome == .allowed {
            try enterOpen(row)
        } else if row.entry.action == .close {
            try enterClose(row)
        } else if row.entry.action == .repositoryImport, row.entry.outcome == .allowed {
            try enterImport(row)
        } else if row.entry.action == .settle, let settled = row.entry.number("row") {
            try queries.run("DELETE FROM pending WHERE row = ?", .number(settled))
        }
    }

    private func enter(_ row: Row, _ effect: Effect) throws(SQLiteError) {
        switch row.entry.outcome {
        case .allowed: try enterAct(row, effect)
        case .failed, .lost:
            guard let undone = row.entry.number("row") else { return }
            if effect == .purge { try unpurge(undone) } else { try undo(undone, because: row.entry.reason) }
        case .refused: break
        }
    }

    private func count(_ row: Row) throws(SQLiteError) {
        var (uploaded, snapshots, read) = (Int64(0), Int64(0), Int64(0))
        if row.entry.action == .save, row.entry.outcome == .allowed {
            uploaded = Int64(clamping: row.entry.bytes.bytes)
            if case .file(.snapshots, _) = Object(row.entry.object) { snapshots = 1 }
        }
        if row.entry.action == .close { read = Int64(clamping: row.entry.number("read") ?? 0) }
        try queries.run(
            """
            INSERT INTO day VALUES (?1, ?2, 1, ?3, ?4, ?5) ON CONFLICT DO UPDATE SET
            rows = rows + 1, uploaded = uploaded + ?3, snapshots = snapshots + ?4, read = read + ?5
            """,
            .number(try id(ofClient: row.entry.client)), .number(row.time.day), .number(uploaded), .number(snapshots),
            .number(read))
    }

    private func enterOpen(_ row: Row) throws(SQLiteError) {
        try queries.run(
            "INSERT INTO session VALUES (?, ?, ?, ?)", .number(row.session),
            .number(try id(ofClient: row.entry.client)), .number(try id(ofPlace: row.entry.text("place") ?? "")),
            .number(row.entry.number("pid") ?? 0))
    }

    private func enterLogin(_ row: Row) throws(SQLiteError) {
        try queries.run(
            """
            INSERT INTO login VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET client = ?2, row = ?3, at = ?4, source = ?5
            """, .text(row.entry.key), .number(try id(ofClient: row.entry.client)), .number(row.seq),
            .number(row.at.milliseconds), .text(row.entry.source))
    }

    /// What the session left open stays, for the next session to settle; all else that it was allowed is done.
    private func enterClose(_ row: Row) throws(SQLiteError) {
        let pending = row.entry.text("pending") ?? ""
        if pending == Self.allPending {
            try queries.run("UPDATE pending SET dead = 1 WHERE session = ?", .number(row.session))
        }
        for one in pending.split(separator: " ") {
            guard let number = Int64(one) else { continue }
            try queries.run(
                "UPDATE pending SET dead = 1 WHERE row = ? AND session = ?", .number(number), .number(row.session))
        }
        try queries.run("DELETE FROM pending WHERE session = ? AND dead = 0", .number(row.session))
        try queries.run("DELETE FROM session WHERE number = ?", .number(row.session))
    }

    private func enterAct(_ row: Row, _ effect: Effect) throws(SQLiteError) {
        let session = try queries.first("SELECT client, place FROM session WHERE number = ?", .number(row.session)) {
            (client: $0.number(0), place: $0.number(1))
        }
        guard let session else { return }
        let act = Act(
            row: row.seq, effect: effect, place: session.place,
            key: Object(row.entry.object).map(ObjectKey.init), bytes: row.entry.bytes, client: session.client,
            at: row.time)
        switch effect {
        case .create: try addRepository(act)
        case .store: try addObject(act)
        case .take:
            try countSweep(act)
            try takeObject(act)
        case .trash: try trashObject(act, run: row.entry.number("run") ?? 0)
        case .restore: try restoreObject(act, run: row.entry.number("of") ?? row.entry.number("run") ?? 0)
        // No session has to settle it: what is still in the trash can be purged again.
        case .purge: return try purgeObject(act, run: row.entry.number("of") ?? row.entry.number("run") ?? 0)
        }
        try queries.run(
            "INSERT INTO pending VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?)", .number(act.row), .number(row.session),
            .text(row.entry.action.rawValue), .number(act.place), act.key.map { .number($0.kind) } ?? .null,
            act.key.map { .bytes($0.name) } ?? .null, .number(act.bytes.bytes), .number(act.client),
            .number(act.at.milliseconds))
    }
}

internal import SQLite

/// The database `audit.sqlite`. `line` is the one truth. `leaf` is the hash of its leaf in the tree, computed when the
/// row was written: where a line does not fit it, this row was changed. All other columns are computed from the line
/// when they are read.
enum TrailSchema {
    /// What `PRAGMA user_version` says.
    static let version: Int64 = 1

    /// "Post", so that file(1) and a curious person can tell whose it is.
    private static let application = 0x506f_7374

    /// The indexes on two columns are for review, whose answers must not grow with the trail: what a client did of one
    /// kind, what was not allowed to it, from where it came first, and how a session ended.
    static let create = """
        BEGIN IMMEDIATE;
        CREATE TABLE trail (
            seq INTEGER PRIMARY KEY,
            line TEXT NOT NULL,
            leaf BLOB NOT NULL,
            at TEXT AS (json_extract(line, '$.at')) VIRTUAL,
            session INTEGER AS (json_extract(line, '$.session')) VIRTUAL,
            client TEXT AS (json_extract(line, '$.client')) VIRTUAL,
            source TEXT AS (json_extract(line, '$.source')) VIRTUAL,
            repo TEXT AS (json_extract(line, '$.repo')) VIRTUAL,
            action TEXT AS (json_extract(line, '$.action')) VIRTUAL,
            outcome TEXT AS (json_extract(line, '$.outcome')) VIRTUAL,
            CHECK (length(line) <= \(Row.longest)),
            CHECK (length(leaf) = \(TreeHash.length)),
            CHECK (json_extract(line, '$.seq') IS seq)
        ) STRICT;
        CREATE INDEX trail_at ON trail (at);
        CREATE INDEX trail_session ON trail (session);
        CREATE INDEX trail_client ON trail (client);
        CREATE INDEX trail_repo ON trail (repo);
        CREATE INDEX trail_action ON trail (action);
        CREATE INDEX trail_outcome ON trail (outcome) WHERE outcome <> 'allowed';
        CREATE INDEX trail_client_action ON trail (client, action);
        CREATE INDEX trail_repo_action ON trail (repo, action);
        CREATE INDEX trail_client_repo ON trail (client, repo);
        CREATE INDEX trail_client_outcome ON trail (client, outcome) WHERE outcome <> 'allowed';
        CREATE INDEX trail_repo_outcome ON trail (repo, outcome) WHERE outcome <> 'allowed';
        CREATE INDEX trail_source ON trail (client, source) WHERE action = 'open';
        CREATE INDEX trail_close ON trail (session) WHERE action = 'close';
        CREATE TRIGGER trail_in_order BEFORE INSERT ON trail
            WHEN new.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM trail)
            BEGIN SELECT raise(ABORT, 'a row of the trail comes after the last one'); END;
        CREATE TRIGGER trail_kept BEFORE DELETE ON trail
            BEGIN SELECT raise(ABORT, 'a row of the trail is never removed'); END;
        CREATE TRIGGER trail_verbatim BEFORE UPDATE ON trail
            BEGIN SELECT raise(ABORT, 'a row of the trail is never changed'); END;
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        COMMIT;
        """

    /// Makes what is not there yet, and refuses what is not ours.
    static func prepare(_ database: borrowing Database) throws(TrailError) {
        try TrailError.named { () throws(SQLiteError) in
            if try database.number("PRAGMA user_version") == 0 { try database.execute(create) }
        }
        try check(database)
    }

    static func check(_ database: borrowing Database) throws(TrailError) {
        let found = try TrailError.named { () throws(SQLiteError) in try database.number("PRAGMA user_version") ?? 0 }
        guard found == version else { throw .unknownVersion(found) }
    }
}

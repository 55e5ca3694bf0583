internal import Restic
internal import SQLite

/// The database `catalog.sqlite`. All of it follows from the trail, row by row.
enum CatalogSchema {
    /// What `PRAGMA user_version` says. Another number: the catalog is rebuilt, so there are no migrations.
    static let version: Int64 = 4

    static let tables = [
        "meta", "place", "client", "session", "object", "usage", "repository", "pending", "removed", "trashed", "swept",
        "day",
        "login",
    ]

    /// - `meta`: the last row that is in here, and its line.
    /// - `session`: sessions that have no `close` row yet.
    /// - `object`: one entry for each `allowed` save that was neither `failed` nor `lost`. An object has several where
    ///   sessions stored it at once; the first is the one that counts.
    /// - `usage`: the sum of `object`, each object once.
    /// - `repository`: one entry for each `allowed` create.
    /// - `pending`: acts of live sessions, and (`dead`) what dead ones left open.
    /// - `removed`: the entries of `object` that a pending removal took away, to be put back if it did not happen.
    /// - `trashed`: what maintenance moved to the trash (`removal`: the row), of which run, and whether it came back or
    ///   left the trash for good: by it the repository as of a time is known.
    /// - `swept`: how many keys of cut `init`s each repository's trash was given.
    /// - `day`: a client's counters of one day (since 1970, UTC).
    /// - `login`: the last login with each key, whether it was let in or not.
    static let create = """
        BEGIN IMMEDIATE;
        CREATE TABLE meta (applied INTEGER NOT NULL, line TEXT NOT NULL) STRICT;
        INSERT INTO meta VALUES (0, '');
        CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE client (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
        CREATE TABLE session (
            number INTEGER PRIMARY KEY, client INTEGER NOT NULL, place INTEGER NOT NULL, pid INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE object (
            place INTEGER NOT NULL, kind INTEGER NOT NULL, name BLOB NOT NULL, row INTEGER NOT NULL,
            bytes INTEGER NOT NULL, client INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (place, kind, name, row)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE usage (
            place INTEGER PRIMARY KEY, cost INTEGER NOT NULL, objects INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE repository (
            place INTEGER NOT NULL, row INTEGER NOT NULL, client INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (place, row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX repository_client ON repository (client);
        CREATE TABLE pending (
            row INTEGER PRIMARY KEY, session INTEGER NOT NULL, dead INTEGER NOT NULL, action TEXT NOT NULL,
            place INTEGER NOT NULL, kind INTEGER, name BLOB, bytes INTEGER NOT NULL, client INTEGER NOT NULL,
            at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX pending_session ON pending (session);
        CREATE INDEX pending_place ON pending (place) WHERE dead = 1;
        CREATE TABLE removed (
            removal INTEGER NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, name BLOB NOT NULL,
            row INTEGER NOT NULL, bytes INTEGER NOT NULL, client INTEGER NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (removal, row)
        ) STRICT, WITHOUT ROWID;
        CREATE TRIGGER removal_settled AFTER DELETE ON pending
            BEGIN DELETE FROM removed WHERE removal = old.row; END;
        CREATE TABLE trashed (
            removal INTEGER NOT NULL, run INTEGER NOT NULL, gone INTEGER NOT NULL, place INTEGER NOT NULL,
            kind INTEGER NOT NULL, name BLOB NOT NULL, row INTEGER NOT NULL, bytes INTEGER NOT NULL,
            client INTEGER NOT NULL, at INTEGER NOT NULL, restored INTEGER, purged INTEGER,
            PRIMARY KEY (removal, row)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX trashed_object ON trashed (place, kind, name);
        CREATE TABLE swept (place INTEGER PRIMARY KEY, keys INTEGER NOT NULL) STRICT;
        CREATE TABLE day (
            client INTEGER NOT NULL, day INTEGER NOT NULL, rows INTEGER NOT NULL, uploaded INTEGER NOT NULL,
            snapshots INTEGER NOT NULL, read INTEGER NOT NULL, PRIMARY KEY (client, day)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE login (
            key TEXT PRIMARY KEY, client INTEGER NOT NULL, row INTEGER NOT NULL, at INTEGER NOT NULL,
            source TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX object_snapshot ON object (client, at) WHERE kind = \(ObjectKey.kind(.snapshots));
        PRAGMA user_version = \(version);
        COMMIT;
        """

    static func prepare(_ database: borrowing Database) throws(CatalogError) {
        try CatalogError.named { () throws(SQLiteError) in
            if try database.number("PRAGMA user_version") == 0 { try database.execute(create) }
        }
        try check(database)
    }

    static func check(_ database: borrowing Database) throws(CatalogError) {
        let found = try CatalogError.named { () throws(SQLiteError) in try database.number("PRAGMA user_version") }
        guard found == version else { throw .foreign }
    }
}

internal import SQLite

/// The database of what was verified in one repository.
enum VerifiedSchema {
    /// What `PRAGMA user_version` says. Another number: all is verified anew, so there are no migrations.
    static let version: Int64 = 1

    /// - `object`: objects that were looked at and found good.
    /// - `pack`: packs all of whose pieces are true; `indexed` once a good index names them.
    /// - `blob`: their pieces.
    static let create = """
        BEGIN IMMEDIATE;
        CREATE TABLE object (
            kind TEXT NOT NULL, name BLOB NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE pack (
            id INTEGER PRIMARY KEY, name BLOB NOT NULL UNIQUE, indexed INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE TABLE blob (
            pack INTEGER NOT NULL, offset INTEGER NOT NULL, id BLOB NOT NULL, kind TEXT NOT NULL,
            length INTEGER NOT NULL, plain INTEGER, PRIMARY KEY (pack, offset)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX blob_id ON blob (id);
        PRAGMA user_version = \(version);
        COMMIT;
        """
}

public import Policy
internal import Restic
internal import ResticFiles
internal import SQLite

/// What was verified in one repository, kept from run to run: so that each pack is read once, and a claim about any pack
/// can be judged without reading it again. Only the coordinator writes it. For one thread.
public final class Verified {
    let queries: Queries

    /// Opens it, or makes an empty one.
    ///
    /// - Parameter path: its file, whose folder must exist.
    /// - Throws: ``VerifyError``.
    public init(_ path: String) throws(VerifyError) {
        queries = try VerifyError.database { () throws(SQLiteError) in
            let database = try Database(path, .readWrite)
            try database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;")
            if try database.number("PRAGMA user_version") == 0 { try database.execute(VerifiedSchema.create) }
            try database.execute(
                """
                CREATE TEMP TABLE found (
                    kind TEXT NOT NULL, name BLOB NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (kind, name)
                ) STRICT, WITHOUT ROWID;
                BEGIN IMMEDIATE;
                """)
            return Queries(database)
        }
    }

    /// The file for a repository below the state folder's `verified`.
    public static func file(for place: Place) -> String {
        place.description.replacing("/", with: ",") + ".sqlite"
    }

    /// Keeps what was found good so far.
    func commit() throws(VerifyError) {
        try VerifyError.database { () throws(SQLiteError) in try queries.database.execute("COMMIT; BEGIN IMMEDIATE;") }
    }

    /// Takes an object that is there.
    func found(_ kind: FileKind, _ name: FileName, _ size: ByteCount) throws(VerifyError) {
        try run("INSERT OR REPLACE INTO found VALUES (?, ?, ?)", kind, name, .number(size.bytes))
    }

    /// Forgets what is no longer there, or has another size. Where an index is gone, all of them are read again: only
    /// so it is known which packs are still named.
    func forgetGone() throws(VerifyError) {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.database.execute(
                """
                CREATE TEMP TABLE lost AS SELECT 1 FROM object WHERE kind = 'index' AND NOT EXISTS (SELECT 1 FROM found
                    WHERE found.kind = object.kind AND found.name = object.name) LIMIT 1;
                DELETE FROM object WHERE kind = 'index' AND EXISTS (SELECT 1 FROM lost);
                UPDATE pack SET indexed = 0 WHERE EXISTS (SELECT 1 FROM lost);
                DROP TABLE lost;
                DELETE FROM object WHERE NOT EXISTS (SELECT 1 FROM found
                    WHERE found.kind = object.kind AND found.name = object.name AND found.bytes = object.bytes);
                CREATE TEMP TABLE gone AS SELECT id FROM pack WHERE NOT EXISTS (SELECT 1 FROM object
                    WHERE object.kind = 'data' AND object.name = pack.name);
                DELETE FROM blob WHERE pack IN (SELECT id FROM gone);
                DELETE FROM pack WHERE id IN (SELECT id FROM gone);
                DROP TABLE gone;
                """)
        }
    }

    /// Up to so many objects of a kind that are there and were not found good yet, after a name.
    func unverified(_ kind: FileKind, after last: FileName?, limit: Int) throws(VerifyError) -> [FileName] {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT name FROM found WHERE kind = ?1 AND name > ?2 AND NOT EXISTS (SELECT 1 FROM object
                    WHERE object.kind = found.kind AND object.name = found.name)
                ORDER BY name LIMIT ?3
                """, .text(kind.rawValue), .bytes(last.map(Self.bytes) ?? []), .number(Int64(limit))
            ) { FileName(digest: $0.bytes(0)) }
        }.compactMap { $0 }
    }

    /// How many objects of a kind are there.
    func count(_ kind: FileKind) throws(VerifyError) -> Int {
        try VerifyError.database { () throws(SQLiteError) in
            Int(try queries.database.number("SELECT count(*) FROM found WHERE kind = ?", .text(kind.rawValue)) ?? 0)
        }
    }

    /// Takes an object that is good.
    func accept(_ kind: FileKind, _ name: FileName, _ size: ByteCount) throws(VerifyError) {
        try run("INSERT OR REPLACE INTO object VALUES (?, ?, ?)", kind, name, .number(size.bytes))
    }

    private func run(_ sql: String, _ kind: FileKind, _ name: FileName, _ value: Value) throws(VerifyError) {
        try VerifyError.database { () throws(SQLiteError) in
            try queries.run(sql, .text(kind.rawValue), .bytes(Self.bytes(name)), value)
        }
    }

    static func bytes(_ name: FileName) -> [UInt8] { BlobID(hex: name.hex)?.bytes ?? [] }
}

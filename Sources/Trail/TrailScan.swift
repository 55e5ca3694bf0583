internal import SQLite

/// A row as it is stored: nothing of it has been understood or believed yet.
public struct StoredRow: Hashable, Sendable {
    /// Its number in the database.
    public let seq: UInt64
    /// The bytes of its line.
    public let line: [UInt8]
    /// The leaf hash beside it; `nil` where that is none.
    public let leaf: TreeHash?
}

/// Reads the trail for an audit, which trusts nothing that it finds. All that it reads is one state of the trail, also
/// while the ledger writes on. One thread uses it.
public final class TrailScan {
    private let database: Database

    /// Opens the trail.
    ///
    /// - Parameter path: the file `audit.sqlite`, which must be there.
    /// - Throws: ``TrailError``.
    public init(_ path: String) throws(TrailError) {
        database = try TrailError.named { () throws(SQLiteError) in
            let database = try Database(path, .readOnly)
            // trusted_schema stays on: without it, SQLite before 3.41 does not open what uses json_extract, as our own
            // columns do. A forged schema can call only what SQLite brings along, which changes nothing here, and its
            // shape is compared with ours before a row is read. Source: sqlite.org/security.html
            try database.execute(
                """
                PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;
                PRAGMA cache_size = -8192; BEGIN;
                """)
            // The state begins with the first look.
            _ = try database.number("SELECT count(*) FROM sqlite_schema")
            return database
        }
    }

    /// In what the database's shape differs from ours, a sentence each. Look at it before anything else.
    ///
    /// - Throws: ``TrailError``.
    public func differences() throws(TrailError) -> [String] {
        try TrailError.named { () throws(SQLiteError) in
            try Shape(of: database).differences(from: Shape(made: TrailSchema.create))
        }
    }

    /// What SQLite itself finds wrong: pages that are damaged, and indexes that do not fit the rows, behind which rows
    /// could hide from whoever looks for them.
    ///
    /// - Throws: ``TrailError``.
    public func faults() throws(TrailError) -> [String] {
        try TrailError.named { () throws(SQLiteError) in
            var faults: [String] = []
            let check = try database.prepare("PRAGMA integrity_check(8)")
            while try check.step() { faults.append(check.text(0)) }
            return faults == ["ok"] ? [] : faults
        }
    }

    /// The number of the last row; 0 where there is none.
    ///
    /// - Throws: ``TrailError``.
    public func last() throws(TrailError) -> UInt64 {
        try TrailError.named { () throws(SQLiteError) in
            UInt64(clamping: try database.number("SELECT max(seq) FROM trail") ?? 0)
        }
    }

    /// The rows behind a number, in their order.
    ///
    /// - Throws: ``TrailError``.
    public func rows(after seq: UInt64) throws(TrailError) -> Rows {
        let statement = try TrailError.named { () throws(SQLiteError) in
            // A row below 1 is none of ours, and must not hide below the first one.
            let bound = seq == 0 ? "" : "WHERE seq > ?"
            let statement = try database.prepare("SELECT seq, line, leaf FROM trail \(bound) ORDER BY seq")
            if seq > 0 { try statement.bind([.number(seq)]) }
            return statement
        }
        return Rows(statement)
    }

    /// Rows, one after the other.
    public struct Rows: ~Copyable {
        private let statement: Statement

        init(_ statement: consuming Statement) { self.statement = statement }

        /// The next row; `nil` at the end.
        ///
        /// - Throws: ``TrailError``.
        public func next() throws(TrailError) -> StoredRow? {
            guard try TrailError.named({ () throws(SQLiteError) in try statement.step() }) else { return nil }
            return StoredRow(
                seq: UInt64(clamping: statement.number(0)), line: statement.bytes(1), leaf: TreeHash(statement.bytes(2))
            )
        }
    }
}

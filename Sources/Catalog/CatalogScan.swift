internal import SQLite

/// Reads a catalog for an audit, which believes nothing of it. All that it reads is one state of the catalog, also while
/// the ledger writes on. One thread uses it.
public final class CatalogScan {
    let database: Database

    /// Opens the catalog.
    ///
    /// - Parameter path: the file `catalog.sqlite`, which must be there.
    /// - Throws: ``CatalogError``.
    public init(_ path: String) throws(CatalogError) {
        database = try CatalogError.named { () throws(SQLiteError) in
            let database = try Database(path, .readOnly)
            // What a forged schema holds must not run. Source: sqlite.org/security.html
            try database.execute(
                """
                PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
                PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192; BEGIN;
                """)
            // The state begins with the first look.
            _ = try database.number("SELECT count(*) FROM sqlite_schema")
            return database
        }
    }

    /// In what the database's shape differs from ours, a sentence each. Look at it before anything else.
    ///
    /// - Throws: ``CatalogError``.
    public func differences() throws(CatalogError) -> [String] {
        try CatalogError.named { () throws(SQLiteError) in
            try Shape(of: database).differences(from: Shape(made: CatalogSchema.create))
        }
    }

    /// What SQLite itself finds wrong: pages that are damaged, and indexes that do not fit.
    ///
    /// - Throws: ``CatalogError``.
    public func faults() throws(CatalogError) -> [String] {
        try CatalogError.named { () throws(SQLiteError) in
            var faults: [String] = []
            let check = try database.prepare("PRAGMA integrity_check(8)")
            while try check.step() { faults.append(check.text(0)) }
            return faults == ["ok"] ? [] : faults
        }
    }

    /// The number of the last row of the trail that is in it.
    ///
    /// - Throws: ``CatalogError``.
    public func applied() throws(CatalogError) -> UInt64 {
        try CatalogError.named { () throws(SQLiteError) in
            UInt64(clamping: try database.number("SELECT applied FROM meta") ?? 0)
        }
    }

    /// The first entry in which it differs from a catalog that was made anew up to the same row; `nil` where there is
    /// none.
    ///
    /// What a live session was allowed may be done already, which no row says before the session ends: the ledger's own
    /// catalog then lists less as pending.
    ///
    /// - Throws: ``CatalogError``.
    public func firstDifference(from rebuilt: Catalog) throws(CatalogError) -> String? {
        try CatalogError.named { () throws(SQLiteError) in
            for look in Self.looks {
                if let found = try difference(look, rebuilt) { return found }
            }
            return nil
        }
    }

    /// A part of a catalog, in an order that is the same for both.
    private struct Look {
        let table: String
        let query: String
        /// Whether the stored catalog may lack entries.
        var mayLack = false
    }

    private static let looks =
        [
            ("meta", "1"), ("place", "1"), ("client", "1"), ("session", "1"), ("object", "1, 2, 3, 4"), ("usage", "1"),
            ("repository", "1, 2"), ("trashed", "1, 7"), ("day", "1, 2"), ("login", "1"),
        ].map { Look(table: $0.0, query: "SELECT * FROM \($0.0) ORDER BY \($0.1)") } + [
            Look(table: "pending", query: "SELECT * FROM pending WHERE dead = 1 ORDER BY 1"),
            Look(table: "pending", query: "SELECT * FROM pending WHERE dead = 0 ORDER BY 1", mayLack: true),
            Look(
                table: "removed",
                query: """
                    SELECT * FROM removed WHERE removal IN (SELECT row FROM pending WHERE dead = 1) ORDER BY 1, 5
                    """),
        ]

    private func difference(_ look: Look, _ rebuilt: Catalog) throws(SQLiteError) -> String? {
        let stored = try database.prepare(look.query)
        let wanted = try rebuilt.queries.database.prepare(look.query)
        while try wanted.step() {
            guard try stored.step() else {
                return look.mayLack ? nil : "\(look.table): \(Self.text(wanted)) is missing"
            }
            while !Self.areEqual(stored, wanted) {
                let instead = "\(look.table): \(Self.text(stored)) is stored, not \(Self.text(wanted))"
                guard look.mayLack, try wanted.step() else { return instead }
            }
        }
        return try stored.step() ? "\(look.table): \(Self.text(stored)) does not follow from the trail" : nil
    }

    private static func areEqual(_ one: borrowing Statement, _ other: borrowing Statement) -> Bool {
        guard one.columns == other.columns else { return false }
        for column in 0..<one.columns where one.value(column) != other.value(column) { return false }
        return true
    }

    private static func text(_ statement: borrowing Statement) -> String {
        (0..<statement.columns).map { Catalog.text(statement.value($0)) }.joined(separator: " ")
    }
}

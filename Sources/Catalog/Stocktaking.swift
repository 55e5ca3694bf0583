public import Policy
public import Restic
internal import SQLite
internal import Trail

/// Compares what lies in one repository with what the trail tells of it. For a catalog that was made for comparison: it
/// takes the list of what was found into the catalog's own file, so that memory does not grow with the repository.
public final class Stocktaking {
    /// An object that is not as it should be.
    public struct Difference: Hashable, Sendable {
        /// The object.
        public let object: Object
        /// The row that accounts for it; `nil` where none does.
        public let row: UInt64?
        /// Its size by the trail, or as it was found where the trail does not know it.
        public let bytes: ByteCount
    }

    private let catalog: Catalog
    private let place: Int64

    /// Begins with nothing found.
    ///
    /// - Throws: ``CatalogError``.
    public init(_ catalog: Catalog, at place: Place) throws(CatalogError) {
        self.catalog = catalog
        self.place = try CatalogError.named { () throws(SQLiteError) in
            try catalog.queries.database.execute(
                """
                CREATE TABLE IF NOT EXISTS found (
                    kind INTEGER NOT NULL, name BLOB NOT NULL, bytes INTEGER NOT NULL, PRIMARY KEY (kind, name)
                ) STRICT, WITHOUT ROWID;
                DELETE FROM found;
                """)
            if !catalog.queries.database.isInTransaction { try catalog.queries.database.execute("BEGIN") }
            return try catalog.id(ofPlace: place.description)
        }
    }

    /// Takes an object that was found.
    ///
    /// - Throws: ``CatalogError``.
    public func add(_ object: Object, _ bytes: ByteCount) throws(CatalogError) {
        let key = ObjectKey(object)
        try CatalogError.named { () throws(SQLiteError) in
            try catalog.queries.run(
                "INSERT OR REPLACE INTO found VALUES (?, ?, ?)", .number(key.kind), .bytes(key.name),
                .number(bytes.bytes))
        }
    }

    /// Forgets an object that is gone again.
    ///
    /// - Throws: ``CatalogError``.
    public func remove(_ object: Object) throws(CatalogError) {
        let key = ObjectKey(object)
        try CatalogError.named { () throws(SQLiteError) in
            try catalog.queries.run(
                "DELETE FROM found WHERE kind = ? AND name = ?", .number(key.kind), .bytes(key.name))
        }
    }

    /// Objects that rows account for and that were not found. What is still open, since a session lives or died, is not
    /// among them.
    ///
    /// - Throws: ``CatalogError``.
    public func missing(limit: Int) throws(CatalogError) -> [Difference] {
        try differences(
            """
            SELECT kind, name, min(row), bytes FROM object WHERE place = ?1
            AND row NOT IN (SELECT row FROM pending)
            AND NOT EXISTS (SELECT 1 FROM found WHERE found.kind = object.kind AND found.name = object.name)
            GROUP BY kind, name ORDER BY 3 LIMIT ?2
            """, limit)
    }

    /// Objects that were found and that no row accounts for.
    ///
    /// - Throws: ``CatalogError``.
    public func unexplained(limit: Int) throws(CatalogError) -> [Difference] {
        try differences(
            """
            SELECT kind, name, NULL, bytes FROM found
            WHERE NOT EXISTS (
                SELECT 1 FROM object WHERE place = ?1 AND object.kind = found.kind AND object.name = found.name)
            AND NOT EXISTS (
                SELECT 1 FROM removed WHERE place = ?1 AND removed.kind = found.kind AND removed.name = found.name)
            ORDER BY kind, name LIMIT ?2
            """, limit)
    }

    /// Objects whose size is another one than in every row that accounts for them.
    ///
    /// - Throws: ``CatalogError``.
    public func resized(limit: Int) throws(CatalogError) -> [Difference] {
        try differences(
            """
            SELECT kind, name, min(row), bytes FROM object WHERE place = ?1
            AND EXISTS (SELECT 1 FROM found WHERE found.kind = object.kind AND found.name = object.name)
            GROUP BY kind, name HAVING NOT max(bytes = (
                SELECT bytes FROM found WHERE found.kind = object.kind AND found.name = object.name))
            ORDER BY 3 LIMIT ?2
            """, limit)
    }

    private func differences(_ sql: String, _ limit: Int) throws(CatalogError) -> [Difference] {
        try CatalogError.named { () throws(SQLiteError) in
            try catalog.queries.all(sql, .number(place), .number(Int64(limit))) { found in
                ObjectKey.object(kind: found.number(0), name: found.bytes(1)).map { object in
                    Difference(
                        object: object, row: found.optionalNumber(2).map { UInt64(clamping: $0) },
                        bytes: ByteCount(bytes: UInt64(clamping: found.number(3))))
                }
            }
        }.compactMap { $0 }
    }
}

extension Catalog {
    /// The places of all repositories that the trail knows, as it names them.
    ///
    /// - Throws: ``CatalogError``.
    public func places() throws(CatalogError) -> [String] {
        try look { () throws(SQLiteError) in
            try queries.all(
                """
                SELECT name FROM place WHERE id IN (SELECT place FROM usage) OR id IN (SELECT place FROM repository)
                ORDER BY name
                """
            ) { $0.text(0) }
        }
    }
}

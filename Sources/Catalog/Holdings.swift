public import Restic
internal import SQLite

/// What the repositories hold, for review: it only reads, also while the ledger writes. One thread uses it.
public final class Holdings {
    let queries: Queries

    /// Opens the catalog.
    ///
    /// - Parameter path: the file `catalog.sqlite`, which must be there.
    /// - Throws: ``CatalogError``.
    public init(_ path: String) throws(CatalogError) {
        queries = try CatalogError.named { () throws(SQLiteError) in Queries(try Database(path, .readOnly)) }
        try CatalogSchema.check(queries.database)
    }

    /// Whether a row before another accounts for an object that is still there.
    ///
    /// - Parameters:
    ///   - object: the object.
    ///   - place: the repository's place, as the trail writes it.
    ///   - row: only rows with a lower number count.
    /// - Returns: whether there is such a row.
    /// - Throws: ``CatalogError``.
    public func holds(_ object: Object, at place: String, before row: UInt64) throws(CatalogError) -> Bool {
        let key = ObjectKey(object)
        return try CatalogError.named { () throws(SQLiteError) in
            try queries.first(
                """
                SELECT 1 FROM object WHERE place = (SELECT id FROM place WHERE name = ?) AND kind = ? AND name = ?
                AND row < ? LIMIT 1
                """, .text(place), .number(key.kind), .bytes(key.name), .number(row)
            ) { _ in true } ?? false
        }
    }
}

internal import SQLite
public import Trail

/// What follows from the trail and must be quick: who made which lock, when each object was received, what each
/// repository holds, what each client did today. It is a function of the rows, applied one by one; only which acts of
/// live sessions are done already comes from outside (``finish(_:)``), and a `close` row says that again.
///
/// One thread uses it. It need not be durable: what is lost is applied again.
public final class Catalog {
    let queries: Queries

    /// The number of the last row that is in it, the open transaction's included.
    public private(set) var applied: UInt64
    private var lastRow: Row?
    private var committed: (applied: UInt64, line: String)

    /// Opens the catalog, or makes an empty one.
    ///
    /// - Parameters:
    ///   - path: the file `catalog.sqlite`, whose folder must exist.
    ///   - purpose: what it is for.
    /// - Throws: ``CatalogError``; where ``CatalogError/wantsRebuild``, remove the file and replay the trail.
    public init(_ path: String, for purpose: Purpose = .service) throws(CatalogError) {
        let queries = try CatalogError.named { () throws(SQLiteError) in
            let database = try Database(path, .readWrite)
            try database.execute(purpose.settings)
            return Queries(database)
        }
        try CatalogSchema.prepare(queries.database)
        let meta = try CatalogError.named { () throws(SQLiteError) in
            try queries.first("SELECT applied, line FROM meta") {
                (applied: UInt64(clamping: $0.number(0)), line: $0.text(1))
            }
        }
        guard let meta else { throw .foreign }
        self.queries = queries
        applied = meta.applied
        committed = meta
    }

    /// The line of the row that was applied last.
    var lastLine: String { lastRow?.line ?? committed.line }

    /// Forgets what was applied since the last commit.
    public func rollback() {
        // Where this fails too, an error has ended the transaction already.
        if queries.database.isInTransaction { try? queries.database.execute("ROLLBACK") }
        (applied, lastRow) = (committed.applied, nil)
    }

    /// Keeps what was applied.
    ///
    /// - Throws: ``CatalogError``; nothing since the last commit is kept then.
    public func commit() throws(CatalogError) {
        guard queries.database.isInTransaction else { return }
        let line = lastLine
        do throws(SQLiteError) {
            try queries.run("UPDATE meta SET applied = ?, line = ?", .number(applied), .text(line))
            try queries.database.execute("COMMIT")
        } catch {
            rollback()
            throw .database(error)
        }
        committed = (applied, line)
    }

    /// Applies the next row of the trail.
    ///
    /// - Throws: ``CatalogError``; call ``rollback()`` then.
    public func apply(_ row: Row) throws(CatalogError) {
        try change { () throws(SQLiteError) in try enter(row) }
        (applied, lastRow) = (row.seq, row)
    }

    /// Says that an act which a row allowed to a live session is done.
    ///
    /// - Throws: ``CatalogError``; call ``rollback()`` then.
    public func finish(_ row: UInt64) throws(CatalogError) {
        try change { () throws(SQLiteError) in try queries.run("DELETE FROM pending WHERE row = ?", .number(row)) }
    }

    /// Tidies up before the end.
    public func checkpoint() { queries.database.checkpoint() }

    private func change(_ body: () throws(SQLiteError) -> Void) throws(CatalogError) {
        try CatalogError.named { () throws(SQLiteError) in
            if !queries.database.isInTransaction { try queries.database.execute("BEGIN IMMEDIATE") }
            try body()
        }
    }
}

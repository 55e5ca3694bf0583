internal import SQLite

/// Reads the trail, also while the ledger writes it; it changes nothing. One thread uses it.
public final class TrailReader {
    let database: Database

    /// Opens the trail.
    ///
    /// - Parameter path: the file `audit.sqlite`, which must be there.
    /// - Throws: ``TrailError``.
    public init(_ path: String) throws(TrailError) {
        do throws(SQLiteError) {
            database = try Database(path, .readOnly)
            try database.execute("PRAGMA temp_store = MEMORY; PRAGMA cache_size = -1024")
        } catch {
            throw .database(error)
        }
        try TrailSchema.check(database)
    }

    /// Hands over the rows that a filter wants, one after the other: memory does not grow with their number.
    ///
    /// - Parameters:
    ///   - filter: which rows.
    ///   - take: gets each row and its line; `false` ends it.
    /// - Throws: ``TrailError``, or what `take` throws.
    public func rows(_ filter: RowFilter, take: (Row, String) throws(TrailError) -> Bool) throws(TrailError) {
        let query = RowQuery(try bounded(filter))
        let statement = try TrailError.named { () throws(SQLiteError) in
            let statement = try database.prepare(query.sql)
            try statement.bind(query.values)
            return statement
        }
        while try TrailError.named({ () throws(SQLiteError) in try statement.step() }) {
            let line = statement.text(1)
            guard try take(try Self.row(UInt64(clamping: statement.number(0)), line), line) else { return }
        }
    }

    /// The rows that a filter wants, all at once.
    ///
    /// - Throws: ``TrailError``.
    public func rows(_ filter: RowFilter = RowFilter()) throws(TrailError) -> [Row] {
        var rows: [Row] = []
        try self.rows(filter) { (row, _) throws(TrailError) in
            rows.append(row)
            return true
        }
        return rows
    }

    /// One row by its number.
    ///
    /// - Throws: ``TrailError``.
    public func row(_ seq: UInt64) throws(TrailError) -> Row? {
        guard seq > 0 else { return nil }
        var filter = RowFilter()
        filter.after = seq - 1
        filter.limit = 1
        return try rows(filter).first { $0.seq == seq }
    }

    /// How many rows there are.
    ///
    /// - Throws: ``TrailError``.
    public func count() throws(TrailError) -> UInt64 {
        try TrailError.named { () throws(SQLiteError) in
            UInt64(clamping: try database.number("SELECT count(*) FROM trail") ?? 0)
        }
    }

    static func row(_ seq: UInt64, _ line: String) throws(TrailError) -> Row {
        do throws(LineError) {
            let row = try Row(line: line)
            guard row.seq == seq else { throw LineError.badMember("seq") }
            return row
        } catch {
            throw .damaged(seq: seq, error)
        }
    }
}

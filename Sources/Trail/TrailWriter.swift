internal import SQLite

/// The one writer of the trail: rows go in at the end, and are durable when ``commit()`` returns.
///
/// One thread uses it. `trail/` must exist and belong to the ledger alone.
public final class TrailWriter {
    private let path: String
    let database: Database
    private let insert: Statement
    private let clock: Clock
    private let hasher: TreeHasher

    /// The number and the time of the last row, the open transaction's included.
    public private(set) var last: UInt64
    /// The time of the last row; no later row has an earlier one.
    public private(set) var lastAt: Moment
    private var durable: (last: UInt64, at: Moment)

    /// Opens the trail, or makes an empty one.
    ///
    /// - Parameters:
    ///   - path: the file `audit.sqlite`.
    ///   - clock: tells when a row is written.
    /// - Throws: ``TrailError``.
    public init(_ path: String, clock: Clock) throws(TrailError) {
        self.path = path
        hasher = try TrailError.hashed { () throws(HashingError) in try TreeHasher() }
        do throws(SQLiteError) {
            database = try Database(path, .readWrite)
            // FULL: a commit has reached the disk when it returns, also in WAL mode. The rest bounds memory and files.
            try database.execute(
                """
                PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA recursive_triggers = ON;
                PRAGMA temp_store = MEMORY; PRAGMA cache_size = -256; PRAGMA journal_size_limit = 8388608;
                """)
        } catch {
            throw .database(error)
        }
        try TrailSchema.prepare(database)
        self.clock = clock
        do throws(SQLiteError) {
            insert = try database.prepare("INSERT INTO trail (seq, line, leaf) VALUES (?1, ?2, ?3)")
            let final = try database.prepare("SELECT seq, at FROM trail ORDER BY seq DESC LIMIT 1")
            let isThere = try final.step()
            last = isThere ? UInt64(clamping: final.number(0)) : 0
            lastAt = isThere ? Moment(final.text(1)) ?? Moment(milliseconds: 0) : Moment(milliseconds: 0)
        } catch {
            throw .database(error)
        }
        durable = (last, lastAt)
    }

    /// Reads what is committed; it takes memory of its own, so do not keep it.
    ///
    /// - Throws: ``TrailError``.
    public func reader() throws(TrailError) -> TrailReader { try TrailReader(path) }

    /// Whether rows wait for ``commit()``.
    public var hasOpenRows: Bool { last != durable.last }

    /// The time that the next row would get.
    public var now: Moment { max(clock.now(), lastAt) }

    /// What the clock says, also where the last row is later: a clock that was once ahead stops no day and no limit.
    public var clockTime: Moment { clock.now() }

    /// Adds a row. It counts only once ``commit()`` has returned.
    ///
    /// - Parameters:
    ///   - entry: what it tells.
    ///   - session: the session's number; `nil` for the row that opens it.
    /// - Returns: the row with its number and its time.
    /// - Throws: ``TrailError``; after `tooLong` the transaction goes on without the row, after anything else call
    ///   ``rollback()``.
    public func append(_ entry: Entry, session: UInt64?) throws(TrailError) -> Row {
        let time = clock.now()
        let at = max(time, lastAt)
        var entry = entry
        if at.milliseconds - time.milliseconds > Row.slack {
            entry.details.append(Entry.Detail(Row.clockDetail, time.description))
        }
        let row = Row(seq: last + 1, at: at, session: session ?? last + 1, entry: entry)
        let line = row.line
        guard line.utf8.count <= Row.longest else { throw .tooLong }
        let leaf = try TrailError.hashed { () throws(HashingError) in try hasher.leaf(line) }
        do throws(SQLiteError) {
            if !database.isInTransaction { try database.execute("BEGIN IMMEDIATE") }
            try insert.run(.number(row.seq), .text(line), .bytes(leaf.bytes))
        } catch {
            throw .database(error)
        }
        guard database.changes == 1, database.lastInserted == Int64(clamping: row.seq) else {
            throw .notInserted(row.seq)
        }
        (last, lastAt) = (row.seq, row.at)
        return row
    }

    /// Puts all rows since the last commit on the disk, in one transaction with one flush.
    ///
    /// - Throws: ``TrailError``; none of the rows is there then.
    public func commit() throws(TrailError) {
        guard database.isInTransaction else { return }
        do throws(SQLiteError) {
            try database.execute("COMMIT")
        } catch {
            rollback()
            throw .database(error)
        }
        durable = (last, lastAt)
    }

    /// Forgets all rows since the last commit.
    public func rollback() {
        // Where this fails too, an error has ended the transaction already.
        if database.isInTransaction { try? database.execute("ROLLBACK") }
        (last, lastAt) = durable
    }

    /// Tidies up before the end.
    public func checkpoint() { database.checkpoint() }
}

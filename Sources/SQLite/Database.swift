internal import CSQLite

/// An open database with one owner, for one thread.
@safe
public struct Database: ~Copyable {
    /// What may be done with the file.
    public enum Access: Sendable {
        /// It must be there, and nothing in it is changed.
        case readOnly
        /// It is made if it is not there.
        case readWrite
    }

    private let handle: OpaquePointer

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: the file; `:memory:` for one that is nowhere.
    ///   - access: what may be done with it.
    ///   - patience: milliseconds to wait while another process writes.
    /// - Throws: ``SQLiteError``.
    public init(_ path: String, _ access: Access, patience: Int32 = 5000) throws(SQLiteError) {
        let flags =
            switch access {
            case .readOnly: SQLITE_OPEN_READONLY
            case .readWrite: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
            }
        var handle: OpaquePointer?
        let code = unsafe sqlite3_open_v2(path, &handle, flags | SQLITE_OPEN_NOMUTEX, nil)
        guard let handle = unsafe handle, code == SQLITE_OK else {
            let message = unsafe String(cString: sqlite3_errstr(code))
            _ = unsafe sqlite3_close_v2(handle)
            throw SQLiteError(code: code, message: message, sql: path)
        }
        unsafe self.handle = handle
        unsafe sqlite3_extended_result_codes(handle, 1)
        unsafe sqlite3_busy_timeout(handle, patience)
    }

    deinit {
        // Statements that outlive it keep the file open: sqlite.org/c3ref/close.html.
        _ = unsafe sqlite3_close_v2(handle)
    }

    /// Runs statements that take and give nothing.
    ///
    /// - Throws: ``SQLiteError``.
    public func execute(_ sql: String) throws(SQLiteError) {
        guard unsafe sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw error(sql) }
    }

    /// Prepares one statement, to be run often.
    ///
    /// - Throws: ``SQLiteError``.
    public func prepare(_ sql: String) throws(SQLiteError) -> Statement {
        var statement: OpaquePointer?
        let code = unsafe sqlite3_prepare_v3(
            handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement = unsafe statement else { throw error(sql) }
        return unsafe Statement(statement, of: handle, sql)
    }

    /// Runs one statement and gives the first column of its first row, if it is a number.
    ///
    /// - Throws: ``SQLiteError``.
    public func number(_ sql: String, _ values: Value...) throws(SQLiteError) -> Int64? {
        let statement = try prepare(sql)
        try statement.bind(values)
        return try statement.step() ? statement.optionalNumber(0) : nil
    }

    /// How many rows the last INSERT, UPDATE or DELETE changed; triggers do not count.
    public var changes: Int64 { unsafe sqlite3_changes64(handle) }

    /// The rowid of the last INSERT.
    public var lastInserted: Int64 { unsafe sqlite3_last_insert_rowid(handle) }

    /// Whether a transaction is open. An error may have ended it.
    public var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// Moves what the write-ahead log holds into the database, as far as readers let it.
    public func checkpoint() {
        _ = unsafe sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    }

    private func error(_ sql: String) -> SQLiteError {
        unsafe SQLiteError(
            code: sqlite3_extended_errcode(handle), message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}

/// What is bound to a question mark.
public enum Value: Hashable, Sendable {
    case null
    case number(Int64)
    case text(String)
    case bytes([UInt8])

    /// A number that SQLite's own can hold; a larger one becomes the largest.
    public static func number(_ value: UInt64) -> Value { .number(Int64(clamping: value)) }
}

internal import CSQLite

/// A prepared statement with one owner, for one thread.
@safe
public struct Statement: ~Copyable {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    private let sql: String

    init(_ handle: OpaquePointer, of database: OpaquePointer, _ sql: String) {
        unsafe self.handle = handle
        unsafe self.database = database
        self.sql = sql
    }

    deinit {
        _ = unsafe sqlite3_finalize(handle)
    }

    /// Starts over with new values for all question marks.
    ///
    /// - Throws: ``SQLiteError``.
    public func bind(_ values: [Value]) throws(SQLiteError) {
        reset()
        for (index, value) in values.enumerated() {
            guard bind(value, Int32(index + 1)) == SQLITE_OK else { throw error() }
        }
    }

    private func bind(_ value: Value, _ index: Int32) -> Int32 {
        switch value {
        case .null: unsafe sqlite3_bind_null(handle, index)
        case .number(let number): unsafe sqlite3_bind_int64(handle, index, number)
        case .text(let text): unsafe csqlite_bind_text(handle, index, text, Int32(text.utf8.count))
        case .bytes(let bytes): unsafe csqlite_bind_blob(handle, index, bytes, Int32(bytes.count))
        }
    }

    /// Goes to the next row.
    ///
    /// - Returns: whether there is one.
    /// - Throws: ``SQLiteError``.
    public func step() throws(SQLiteError) -> Bool {
        switch unsafe sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let error = error()
            reset()
            throw error
        }
    }

    /// Runs it to its end with these values, and leaves nothing open.
    ///
    /// - Throws: ``SQLiteError``.
    public func run(_ values: Value...) throws(SQLiteError) {
        try bind(values)
        while try step() {}
        reset()
    }

    /// Lets go of what the last run holds, such as a read transaction.
    public func reset() {
        // Its result repeats the error of the last step, which was thrown there.
        _ = unsafe sqlite3_reset(handle)
    }

    /// How many columns a row has.
    public var columns: Int32 { unsafe sqlite3_column_count(handle) }

    /// A column of the row, from 0, as it is stored; a floating-point number is none of ours and becomes NULL.
    public func value(_ column: Int32) -> Value {
        switch unsafe sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .number(number(column))
        case SQLITE_TEXT: .text(text(column))
        case SQLITE_BLOB: .bytes(bytes(column))
        default: .null
        }
    }

    /// A column of the row, from 0; NULL is 0.
    public func number(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(handle, column) }

    /// A column of the row, from 0.
    public func optionalNumber(_ column: Int32) -> Int64? {
        unsafe sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : number(column)
    }

    /// A column of the row, from 0; NULL is the empty text.
    public func text(_ column: Int32) -> String {
        guard let text = unsafe sqlite3_column_text(handle, column) else { return "" }
        let count = Int(unsafe sqlite3_column_bytes(handle, column))
        return unsafe String(decoding: UnsafeBufferPointer(start: text, count: count), as: UTF8.self)
    }

    /// A column of the row, from 0; NULL is empty.
    public func bytes(_ column: Int32) -> [UInt8] {
        guard let bytes = unsafe sqlite3_column_blob(handle, column) else { return [] }
        return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, column))))
    }

    private func error() -> SQLiteError {
        unsafe SQLiteError(
            code: sqlite3_extended_errcode(database), message: String(cString: sqlite3_errmsg(database)), sql: sql)
    }
}

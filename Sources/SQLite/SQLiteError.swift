internal import CSQLite

/// What SQLite could not do. It carries the statement with its question marks, never what was bound to them, so that
/// it can go to a log.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The extended result code. Source: sqlite.org/rescode.html
    public let code: Int32
    /// SQLite's own sentence for it.
    public let message: String
    /// The statement, or the path of a database that could not be opened.
    public let sql: String

    init(code: Int32, message: String, sql: String) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// The plain result code, without what the extended one adds.
    private var plain: Int32 { code & 0xff }

    /// Whether the disk is full.
    public var isFull: Bool { plain == SQLITE_FULL || code == Self.sharedMemory }

    /// Whether the file is no database, or a damaged one.
    public var isDamage: Bool { plain == SQLITE_CORRUPT || plain == SQLITE_NOTADB }

    /// Whether a rule of the schema (a check, a trigger, a key) refused it.
    public var isConstraint: Bool { plain == SQLITE_CONSTRAINT }

    /// SQLITE_IOERR_SHMSIZE: the file that the processes share could not grow, which is a full disk too.
    private static let sharedMemory: Int32 = 10 | 19 << 8

    /// For a log: `database or disk is full (13) in "COMMIT"`.
    public var description: String { "\(message) (\(code)) in \"\(sql)\"" }
}

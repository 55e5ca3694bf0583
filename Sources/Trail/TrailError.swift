public import SQLite

/// Why the trail could not be written or read.
public enum TrailError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite says no.
    case database(SQLiteError)
    /// The insert said that it worked, and did not add exactly the row that it should have.
    case notInserted(UInt64)
    /// A row's line would be longer than ``Row/longest``.
    case tooLong
    /// The database was made by a version that this one does not know.
    case unknownVersion(Int64)
    /// A stored line is no row.
    case damaged(seq: UInt64, LineError)
    /// No hash can be computed.
    case hashing(HashingError)

    /// Whether the disk is full, so that later it may work.
    public var isFull: Bool {
        switch self {
        case .database(let error): error.isFull
        case .notInserted, .tooLong, .unknownVersion, .damaged, .hashing: false
        }
    }

    /// Says that an error of SQLite is one of the trail.
    static func named<Result: ~Copyable>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(TrailError) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw .database(error)
        }
    }

    /// Says that an error of hashing is one of the trail.
    static func hashed<Result>(_ body: () throws(HashingError) -> Result) throws(TrailError) -> Result {
        do throws(HashingError) {
            return try body()
        } catch {
            throw .hashing(error)
        }
    }

    /// For a log.
    public var description: String {
        switch self {
        case .database(let error): "the trail: \(error)"
        case .notInserted(let seq): "the trail did not take row \(seq)"
        case .tooLong: "a row of the trail is longer than \(Row.longest) bytes"
        case .unknownVersion(let version): "the trail has the unknown version \(version)"
        case .damaged(let seq, let error): "row \(seq) of the trail: \(error)"
        case .hashing(let error): "the trail: \(error)"
        }
    }
}

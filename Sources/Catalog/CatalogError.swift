public import SQLite
public import Trail

/// Why the catalog could not be written or read. It can always be made anew from the trail.
public enum CatalogError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite says no.
    case database(SQLiteError)
    /// The trail could not be read.
    case trail(TrailError)
    /// It was made by another version, or from another trail: rebuild it.
    case foreign

    /// Whether the disk is full, so that later it may work.
    public var isFull: Bool {
        switch self {
        case .database(let error): error.isFull
        case .trail(let error): error.isFull
        case .foreign: false
        }
    }

    /// Whether rebuilding it helps.
    public var wantsRebuild: Bool {
        switch self {
        case .database(let error): error.isDamage
        case .trail: false
        case .foreign: true
        }
    }

    /// For a log.
    public var description: String {
        switch self {
        case .database(let error): "the catalog: \(error)"
        case .trail(let error): "\(error)"
        case .foreign: "the catalog does not belong to this trail"
        }
    }

    /// Says that an error of SQLite is one of the catalog.
    static func named<Result: ~Copyable>(
        _ body: () throws(SQLiteError) -> Result
    ) throws(CatalogError) -> Result {
        do throws(SQLiteError) {
            return try body()
        } catch {
            throw .database(error)
        }
    }
}

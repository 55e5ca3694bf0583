internal import Catalog
internal import Linux
internal import Sandbox
internal import Trail

/// Why the ledger could not do its work.
enum Trouble: Error, Hashable, Sendable, CustomStringConvertible {
    case trail(TrailError)
    case catalog(CatalogError)
    case system(SystemCallError, String)
    /// Another ledger has this state folder.
    case alreadyRunning(String)
    /// The kernel does not hold the ledger to its rules as it must.
    case unconfined(ConfinementError)

    /// Whether the disk is full: then the ledger goes on, and works again once there is room.
    var isFull: Bool {
        switch self {
        case .trail(let error): error.isFull
        case .catalog(let error): error.isFull
        case .system, .alreadyRunning, .unconfined: false
        }
    }

    /// For a log.
    var description: String {
        switch self {
        case .trail(let error): "\(error)"
        case .catalog(let error): "\(error)"
        case .system(let error, let path): "\(path): \(error)"
        case .alreadyRunning(let state): "another ledger runs on \(state)"
        case .unconfined(let error): error.problem
        }
    }

    /// What to do about it; `nil` where there is nothing to say.
    var hint: String? {
        switch self {
        case .unconfined(let error): error.hint
        case .trail, .catalog, .system, .alreadyRunning: nil
        }
    }

    static func trail<Result>(_ body: () throws(TrailError) -> Result) throws(Trouble) -> Result {
        do throws(TrailError) {
            return try body()
        } catch {
            throw .trail(error)
        }
    }

    static func catalog<Result>(_ body: () throws(CatalogError) -> Result) throws(Trouble) -> Result {
        do throws(CatalogError) {
            return try body()
        } catch {
            throw .catalog(error)
        }
    }

    static func system<Result: ~Copyable>(
        _ path: String, _ body: () throws(SystemCallError) -> Result
    ) throws(Trouble) -> Result {
        do throws(SystemCallError) {
            return try body()
        } catch {
            throw .system(error, path)
        }
    }
}

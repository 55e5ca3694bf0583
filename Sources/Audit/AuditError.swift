public import Catalog
public import Linux
public import Seals
public import Store
public import Trail

/// Why the trail could not be sealed or verified. Damage that was found is no error: it is the answer.
public enum AuditError: Error, Hashable, Sendable, CustomStringConvertible {
    /// There is no trail in this state folder.
    case noTrail(String)
    /// The trail cannot be read.
    case trail(TrailError)
    /// The catalog cannot be read, or not be made anew.
    case catalog(CatalogError)
    /// Key or checkpoints cannot be used.
    case seal(SealError)
    /// A repository cannot be read.
    case store(StoreError, String)
    /// A system call about this path failed.
    case system(SystemCallError, String)
    /// It was not signed, since the trail is damaged.
    case damaged(Defect)
    /// The file holds no checkpoint.
    case noCheckpoint(String)
    /// Nobody knows with which key checkpoints are verified.
    case noVerifier

    /// For a person: lower case, no full stop.
    public var description: String {
        switch self {
        case .noTrail(let path): "\(path.escaped): there is no trail yet"
        case .trail(let error): "\(error)"
        case .catalog(let error): "\(error)"
        case .seal(let error): "\(error)"
        case .store(let error, let place): "\(place.escaped): \(error)"
        case .system(let error, let path): "\(path.escaped): \(error)"
        case .damaged(let defect): "nothing is sealed: \(defect)"
        case .noCheckpoint(let path): "\(path.escaped): there is no checkpoint in this file"
        case .noVerifier: "there is no public key to verify checkpoints with"
        }
    }

    /// Whether it is damage that was found.
    public var isDamage: Bool {
        switch self {
        case .damaged: true
        case .noTrail, .trail, .catalog, .seal, .store, .system, .noCheckpoint, .noVerifier: false
        }
    }

    /// What to do about it; `nil` where there is nothing to say.
    public var hint: String? {
        switch self {
        case .noTrail: "postern-ledger makes it when it starts"
        case .seal(let error): error.hint
        case .damaged: "postern audit verify tells all that is wrong"
        case .noCheckpoint: "it should hold one or more notes, as checkpoints/checkpoint in the state folder"
        case .noVerifier: "nothing has been sealed here; give the key with --verifier"
        case .trail, .catalog, .store, .system: nil
        }
    }

    static func trail<Result: ~Copyable>(_ body: () throws(TrailError) -> Result) throws(AuditError) -> Result {
        do throws(TrailError) {
            return try body()
        } catch {
            throw .trail(error)
        }
    }

    static func catalog<Result>(_ body: () throws(CatalogError) -> Result) throws(AuditError) -> Result {
        do throws(CatalogError) {
            return try body()
        } catch {
            throw .catalog(error)
        }
    }

    static func seal<Result>(_ body: () throws(SealError) -> Result) throws(AuditError) -> Result {
        do throws(SealError) {
            return try body()
        } catch {
            throw .seal(error)
        }
    }

    static func hashing<Result>(_ body: () throws(HashingError) -> Result) throws(AuditError) -> Result {
        do throws(HashingError) {
            return try body()
        } catch {
            throw .seal(.hashing(error))
        }
    }
}

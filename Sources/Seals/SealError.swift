public import Linux
public import Sodium
public import Trail

/// Why the key or the checkpoints could not be used.
public enum SealError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A system call about this path failed.
    case system(SystemCallError, String)
    /// libsodium cannot work.
    case sodium(SodiumError)
    /// libcrypto cannot work.
    case hashing(HashingError)
    /// The file holds no key.
    case noKey(String)
    /// Others than its owner can read the private key, or it is not ours.
    case looseKey(String)
    /// There are checkpoints, or a public key, and the private key that made them is gone.
    case keyLost(String)
    /// The public key in this file is not that of the private key.
    case otherVerifier(String)

    /// For a person: lower case, no full stop.
    public var description: String {
        switch self {
        case .system(let error, let path): "\(path.escaped): \(error)"
        case .sodium(let error): "\(error)"
        case .hashing(let error): "\(error)"
        case .noKey(let path): "\(path.escaped): this is no key"
        case .looseKey(let path): "\(path.escaped): the signing key must belong to whoever seals, with mode 0600"
        case .keyLost(let path): "\(path.escaped): the signing key is gone, and there are checkpoints that it made"
        case .otherVerifier(let path): "\(path.escaped): this is not the public key of the signing key"
        }
    }

    /// What to do about it; `nil` where there is nothing to say.
    public var hint: String? {
        switch self {
        case .system, .sodium, .hashing: nil
        case .noKey, .keyLost: "bring it back from a backup of the state folder; a new key would begin a new trail"
        case .looseKey(let path): "chown root and chmod 0600 \(path.escaped); whoever could read it could sign"
        case .otherVerifier: "if nobody exchanged it on purpose, somebody tampered with the checkpoints"
        }
    }

    static func system<Result: ~Copyable>(
        _ path: String, _ body: () throws(SystemCallError) -> Result
    ) throws(SealError) -> Result {
        do throws(SystemCallError) {
            return try body()
        } catch {
            throw .system(error, path)
        }
    }

    static func sodium<Result>(_ body: () throws(SodiumError) -> Result) throws(SealError) -> Result {
        do throws(SodiumError) {
            return try body()
        } catch {
            throw .sodium(error)
        }
    }
}

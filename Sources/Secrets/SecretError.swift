internal import Glibc
public import Linux
public import Policy
public import Sodium

/// Why a secret could not be opened, sealed or removed. None of these ever holds a secret.
public enum SecretError: Error, Hashable, Sendable {
    /// There is no secret of this name.
    case missing(Name)
    /// There is no key at this path.
    case noKey(String)
    /// This file holds no key.
    case badKey(String)
    /// Others may read or write this file, or it belongs to somebody else.
    case loose(String)
    /// This is no sealed file, or it was cut short.
    case damaged(String)
    /// The file is of a version that we do not know.
    case otherVersion(UInt8, String)
    /// The secret was sealed with a key that is not there.
    case otherKey(Name)
    /// The secret's file was changed, renamed, or brought from elsewhere.
    case forged(Name)
    /// It is empty, or longer than ``Vault/longest``.
    case badLength
    /// The key is a credential, and there is no new one above it.
    case credential(String)
    /// libsodium could not do it.
    case sodium(SodiumError)
    /// A system call about a path failed.
    case system(SystemCallError, String)

    /// What to do about it; `nil` where there is nothing but the sentence itself.
    public var hint: String? {
        switch self {
        case .missing(let name): "set it with: postern secret set \(name)"
        case .noKey: "a backup of the key, or setting all secrets anew, is what helps"
        case .badKey: "put a backup of the key in its place"
        case .loose(let path): "chown root \(path); chmod go= \(path)"
        case .damaged, .forged, .otherKey, .otherVersion:
            "set the secret anew: postern secret set, after postern secret remove"
        case .badLength: "a secret has 1 to \(Vault.longest) bytes"
        case .credential: "put a new key's line above the old one's in the credential, then run this again"
        case .sodium: nil
        case .system(let error, _): error.code == EACCES || error.code == EPERM ? "run it as root" : nil
        }
    }

    static func system<Result: ~Copyable>(
        _ path: String, _ body: () throws(SystemCallError) -> Result
    ) throws(SecretError) -> Result {
        do throws(SystemCallError) { return try body() } catch { throw .system(error, path) }
    }

    static func sodium<Result: ~Copyable>(_ body: () throws(SodiumError) -> Result) throws(SecretError) -> Result {
        do throws(SodiumError) { return try body() } catch { throw .sodium(error) }
    }
}

extension SecretError: CustomStringConvertible {
    /// For a person: what is wrong. Lower case, no full stop.
    public var description: String {
        switch self {
        case .missing(let name): "there is no secret \"\(name)\""
        case .noKey(let path): "the key of the secrets is not there: \(path)"
        case .badKey(let path): "\(path) holds no key"
        case .loose(let path): "\(path) is not in the hands of root alone"
        case .damaged(let path): "\(path) is no sealed secret, or was cut short"
        case .otherVersion(let version, let path): "\(path) has version \(version), which this program does not know"
        case .otherKey(let name): "the secret \"\(name)\" was sealed with a key that is not there"
        case .forged(let name): "the file of the secret \"\(name)\" was changed, renamed, or brought from elsewhere"
        case .badLength: "this is empty, or too long for a secret"
        case .credential(let path): "the key is a credential, and the secrets are sealed with it already: \(path)"
        case .sodium(let error): "\(error)"
        case .system(let error, let path): "\(path): \(error)"
        }
    }
}

/// Why one of restic's files cannot be understood. What a client stored is never trusted: each of these is a finding
/// about that file, not a failure of ours.
public enum ResticFileError: Error, Hashable, Sendable {
    /// The key file is not one, or the password is not its password.
    case key
    /// It was not made with the repository's master key, or was changed since.
    case forged
    /// What it decompresses to is broken, or more than it may be.
    case compression
    /// It is not what restic writes there; the words say where it differs.
    case form(String)

    /// For people.
    public var words: String {
        switch self {
        case .key: "the password does not open it"
        case .forged: "it was not made with this repository's key"
        case .compression: "it cannot be decompressed"
        case .form(let what): "it is not as restic writes it: \(what)"
        }
    }
}

internal import Glibc
internal import Linux
public import Policy
public import Sodium

/// A folder of sealed secrets, each a file `NAME.sealed`, and the key that they are sealed with.
///
/// There are two, so that a gate that is taken over finds no repository's password: ``Kind``. The form of the files is
/// in `docs/secrets-format.md`.
public struct Vault: Hashable, Sendable {
    /// Whose secrets they are. The raw value is what lists and rows call it, and is bound into what is sealed.
    public enum Kind: String, CaseIterable, Sendable {
        /// Passwords of repositories, for maintenance: read by root alone.
        case coordinator
        /// Credentials of storages: also read by gates, before they are confined.
        case gates
    }

    /// The longest secret, in bytes.
    public static let longest = 64 * 1024

    /// Whose secrets they are.
    public let kind: Kind
    /// The folder with the sealed files.
    public let folder: String
    /// The folder in which systemd puts credentials; `nil`: there is none.
    let credentials: String?

    /// Names a vault of a state folder; nothing is read or made.
    ///
    /// - Parameters:
    ///   - kind: which of the two.
    ///   - state: the state folder.
    ///   - credentials: where systemd put the credentials of this process, `$CREDENTIALS_DIRECTORY`.
    public init(_ kind: Kind, state: String, credentials: String? = Self.credentialsOfThisProcess) {
        self.kind = kind
        folder = "\(state)/\(kind.folder)"
        self.credentials = credentials
    }

    /// Source: systemd.exec(5), "Credentials".
    public static var credentialsOfThisProcess: String? {
        guard let path = unsafe getenv("CREDENTIALS_DIRECTORY") else { return nil }
        return unsafe String(cString: path)
    }

    /// The file with the key, unless it is a credential.
    public var keyFile: String { "\(folder)/\(kind.keyName)" }

    /// Where the key is read: a credential counts before the file.
    public var keySource: String {
        guard let credentials else { return keyFile }
        let credential = "\(credentials)/\(kind.keyName)"
        return unsafe access(credential, F_OK) == 0 ? credential : keyFile
    }

    /// Whether the key is a credential: then nobody but the admin can change it.
    public var hasCredential: Bool { keySource != keyFile }

    /// Opens a secret.
    ///
    /// - Parameter reference: the secret, as the policy names it.
    /// - Returns: its bytes.
    /// - Throws: ``SecretError``; ``SecretError/missing(_:)`` where there is none of that name.
    public func open(_ reference: SecretReference) throws(SecretError) -> SecretBytes {
        try open(reference.name)
    }

    /// Opens a secret by its name.
    ///
    /// The file is read before the keys: whoever rotates them adds the new one before the first file has it, and takes
    /// the old one away when no file has it any more. A rotation that both begins and ends in between is met by looking
    /// again.
    ///
    /// - Throws: ``SecretError``.
    public func open(_ name: Name) throws(SecretError) -> SecretBytes {
        var tries = 3
        while true {
            let file = try sealed(name)
            tries -= 1
            do throws(SecretError) { return try KeyRing(of: self).open(file, name, kind) } catch {
                guard case .otherKey = error, tries > 0 else { throw error }
            }
        }
    }

    /// The sealed file of a secret.
    func sealed(_ name: Name) throws(SecretError) -> SealedFile {
        let path = path(of: name)
        let bytes: [UInt8]
        do throws(SecretError) { bytes = try kind.custody.read(path, limit: SealedFile.longest) } catch {
            if case .system(let why, _) = error, why.code == ENOENT { throw .missing(name) }
            throw error
        }
        guard let file = try SealedFile(bytes, at: path) else { throw .damaged(path) }
        return file
    }

    /// Where a secret's file is.
    func path(of name: Name) -> String { "\(folder)/\(name)\(Self.ending)" }

    /// How the names of sealed files end.
    static let ending = ".sealed"
}

extension Vault.Kind {
    /// The folder's name in the state folder.
    var folder: String {
        switch self {
        case .coordinator: "secrets"
        case .gates: "gate-secrets"
        }
    }

    /// The key's name: of the file, and of the credential.
    var keyName: String { "\(folder).key" }

    /// Who may read the files.
    var custody: Custody {
        switch self {
        case .coordinator: .owner
        case .gates: .group
        }
    }
}

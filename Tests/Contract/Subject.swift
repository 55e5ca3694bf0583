public import HTTP2
public import Peer
internal import Trail

/// A server under test: what the suite needs of it is that it can be set up, spoken to, and looked at on the disk.
public protocol Subject: Sendable {
    /// The head of its column.
    var name: String { get }

    /// Sets it up in a folder of its own.
    ///
    /// - Throws: `NotApplicable` for a wish that it has no word for.
    func site(_ wishes: Wishes, in folder: Scratch) throws -> any Site
}

/// One set-up server, with one repository in restic's own layout.
public protocol Site: AnyObject {
    /// The repository's folder.
    var repository: String { get }

    /// Starts a session, as sshd would for that client.
    ///
    /// - Parameters:
    ///   - client: who.
    ///   - remote: the text after `rclone:`.
    ///   - how: what our end of HTTP/2 does.
    /// - Returns: our end of it.
    /// - Throws: `NotApplicable` for what it has no word for, or where it cannot be started.
    func connect(_ client: String, _ remote: String, _ how: Conduct) throws -> Peer

    /// The ledger's keeper, where there is one.
    ///
    /// - Throws: `NotApplicable` where there is none.
    func ledger() throws -> LedgerKeeper

    /// What the trail says.
    ///
    /// - Throws: `NotApplicable` where there is none.
    func trail() throws -> [TrailLine]

    /// Says that a file was put there by the case itself, so that no row need speak of it; an empty name is
    /// all of them.
    func exempt(_ file: String)

    /// Makes sure of what must hold after every case, whatever it was about.
    func settle() throws
}

/// What our end of the connection does.
public struct Conduct: Sendable {
    /// What it says about itself.
    public var settings = ClientSettings()
    /// Whether it speaks HTTP/2 by itself.
    public var speaks = true
    /// The command, where it is another than restic's.
    public var command: String?

    /// As restic does.
    public init() {}
}

/// A row of the trail, as far as the cases look at it.
public struct TrailLine: Hashable, Sendable {
    let number: UInt64
    let at: Moment
    let action: String
    let outcome: String
    let object: String
    let reason: String
    let names: UInt64?
}

/// What a case wants of its server beyond a repository with a `config`. A value of a policy's key is written as in TOML.
public struct Wishes: Sendable {
    /// Whether the repository is there; else it is to be initialised.
    var configured = true
    /// Keys of `repos.d/shared.toml`.
    var repository: [String: String] = [:]
    /// Keys of `clients.d/web1.toml` and `web2.toml`.
    var client: [String: String] = [:]
    /// The storage's `floor`.
    var floor: String?
    /// A file system of its own for the storage: its mount options.
    var storage: String?
    /// A file system of its own for the ledger: its mount options.
    var state: String?
    /// Whether all of it runs as a user who is not root.
    var unprivileged = false

    init() {}

    /// With these keys of the client.
    static func client(_ keys: [String: String]) -> Wishes {
        var wishes = Wishes()
        wishes.client = keys
        return wishes
    }

    /// With these keys of the repository.
    static func repository(_ keys: [String: String]) -> Wishes {
        var wishes = Wishes()
        wishes.repository = keys
        return wishes
    }

    /// Without a `config`.
    static var empty: Wishes {
        var wishes = Wishes()
        wishes.configured = false
        return wishes
    }

    /// Whether only a policy could fulfil them.
    var wantPolicy: Bool { !repository.isEmpty || !client.isEmpty || floor != nil }
}

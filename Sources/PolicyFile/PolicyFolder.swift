public import Policy

/// The folder that holds the policy, `/etc/postern`. Only this module knows its files and TOML.
///
/// Each call reads the files anew. Files and folders must belong to root or to the user of this process, and nobody
/// else may write to them.
public struct PolicyFolder: Hashable, Sendable {
    /// The folder's path.
    public let path: String

    /// What ``init(_:proposed:)`` was given.
    let proposed: [String: [UInt8]?]

    /// Names the folder; nothing is read yet.
    ///
    /// - Parameters:
    ///   - path: the folder's path.
    ///   - proposed: files by their path in the folder, for example `clients.d/web1.toml`, that count as if they were
    ///     there already, in place of what is there; `nil`: as if the file were gone. So a change is judged before it is
    ///     made.
    public init(_ path: String, proposed: [String: [UInt8]?] = [:]) {
        self.path = path
        self.proposed = proposed
    }

    /// The file with the public keys of a client.
    public func keyFile(of client: Name) -> String { "\(path)/authorized_keys.d/\(client)" }

    /// What `postern.toml` says of the gateway itself.
    ///
    /// - Throws: all that is wrong with that file.
    public func gateway() throws(PolicyFileError) -> Gateway { try settings().gateway }

    /// What `postern.toml` says, with the defaults of clients and repositories.
    ///
    /// - Throws: all that is wrong with that file.
    public func settings() throws(PolicyFileError) -> Settings {
        try PolicyReader(CheckedFolder(path, proposed)).settings
    }

    /// What one gate needs, or `nil` where the client has no file: it is unknown.
    ///
    /// Three small files are read, however many clients there are: `postern.toml`, the client's, and one for each of
    /// its repositories.
    ///
    /// - Throws: all that is wrong with these files.
    public func gate(for client: Name) throws(PolicyFileError) -> GatePolicy? {
        let reader = try PolicyReader(CheckedFolder(path, proposed))
        guard let client = try reader.client(client) else { return nil }
        return try GatePolicy(client, of: reader, in: self)
    }
}

internal import LedgerWire
internal import Policy

/// What an admin changes in the policy with one act: all of it, or nothing.
struct PolicyChange {
    /// What the trail calls it.
    let action: Action
    /// To what: the name of a client, of a repository, of a file.
    let object: String
    /// The new content of files, by their path in the configuration folder, for example `clients.d/web1.toml`; `nil`:
    /// the file is removed.
    var files: [String: String?]
    /// What else the row tells.
    var details: [AdminAct.Detail] = []

    /// The file of a client.
    static func file(of client: Name) -> String { "\(PolicyFiles.clients)/\(client).toml" }

    /// The keys of a client.
    static func keys(of client: Name) -> String { "\(PolicyFiles.keys)/\(client)" }

    /// The file of a repository.
    static func file(ofRepository name: Name) -> String { "\(PolicyFiles.repositories)/\(name).toml" }

    /// The client that a file speaks of, by the file's path; `nil` for other files.
    static func client(of path: String) -> Name? {
        if path.hasPrefix(PolicyFiles.keys + "/") { return Name(path.dropFirst(PolicyFiles.keys.count + 1)) }
        guard path.hasPrefix(PolicyFiles.clients + "/"), path.hasSuffix(".toml") else { return nil }
        return Name(path.dropFirst(PolicyFiles.clients.count + 1).dropLast(5))
    }
}

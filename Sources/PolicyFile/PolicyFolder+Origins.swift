public import Policy

/// Where a key of the policy is said.
public struct Origin: Hashable, Sendable, CustomStringConvertible {
    /// The file's path.
    public let file: String
    /// The line, counted from 1.
    public let line: Int

    /// `FILE:LINE`.
    public var description: String { "\(shown(file)):\(line)" }
}

extension PolicyFolder {
    /// Where each key of a client is said, by the key's name: in its own file, or in `[defaults.client]`. What is missing
    /// here is said by nobody, and the built-in value holds.
    ///
    /// - Throws: what is wrong with the files.
    public func origins(ofClient name: Name) throws(PolicyFileError) -> [String: Origin] {
        try origins(PolicyReader.clients, "\(name).toml", defaults: "client")
    }

    /// The same of a repository and `[defaults.repo]`.
    ///
    /// - Throws: what is wrong with the files.
    public func origins(ofRepository name: Name) throws(PolicyFileError) -> [String: Origin] {
        try origins(PolicyReader.repositories, "\(name).toml", defaults: "repo")
    }

    private func origins(
        _ subfolder: String, _ name: String, defaults: String
    ) throws(PolicyFileError) -> [String: Origin] {
        let folder = try CheckedFolder(path, proposed)
        var origins: [String: Origin] = [:]
        let main = try members(of: PolicyReader.main, in: folder)
        let table = Self.table("defaults", in: main).flatMap { Self.table(defaults, in: $0) }
        for member in table ?? [] {
            origins[member.key] = Origin(file: folder.path(of: PolicyReader.main), line: member.line)
        }
        let inner = try folder.folder(subfolder)
        for member in try members(of: name, in: inner) {
            origins[member.key] = Origin(file: inner.path(of: name), line: member.line)
        }
        return origins
    }

    private func members(
        of name: String, in folder: borrowing CheckedFolder
    ) throws(PolicyFileError) -> [Entry.Member] {
        guard let bytes = try folder.read(name) else { return [] }
        do throws(Complaints) { return try Entry.parse(bytes).table() } catch {
            throw PolicyFileError(error, in: folder.path(of: name))
        }
    }

    private static func table(_ key: String, in members: [Entry.Member]) -> [Entry.Member]? {
        guard let entry = members.first(where: { $0.key == key })?.entry, case .table(let inner) = entry.value else {
            return nil
        }
        return inner
    }
}

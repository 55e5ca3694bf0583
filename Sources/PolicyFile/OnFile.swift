internal import Policy

/// A client as its file gives it, not yet compared with other files.
struct ClientOnFile {
    let client: Client
    let file: String
    let lines: ClientLines
}

/// A repository as its file gives it, not yet compared with other files.
struct RepositoryOnFile {
    let name: Name
    let repository: Repository
    let file: String
    /// Where its `at` stands.
    let line: Int

    init(_ name: Name, file: String, _ table: Entry, _ settings: Settings) throws(Complaints) {
        var draft = RepositoryKeys.Draft(repository: settings.repository(at: Repository.defaults.place))
        try table.read(into: &draft, by: RepositoryKeys.all)
        guard let at = draft.at else {
            throw Complaints(1, "the repository has no place", hint: "add for example: at = \"main:hosts/\(name)\"")
        }
        self.name = name
        self.file = file
        line = at.line
        repository = draft.repository.moved(to: at.value, name: name.description)
    }

    /// That its place names a storage which is not there.
    func storageProblem(_ gateway: Gateway) -> PolicyProblem? {
        let storage = repository.place.storage
        guard gateway.storages[storage] == nil else { return nil }
        return PolicyProblem(
            file, line: line, "there is no storage \"\(storage)\"",
            hint: "storages of postern.toml: \(gateway.storageNames)")
    }
}

extension Gateway {
    /// The names of all storages, for a hint.
    var storageNames: String {
        storages.isEmpty ? "none yet" : storages.keys.sorted().map(\.description).joined(separator: ", ")
    }
}

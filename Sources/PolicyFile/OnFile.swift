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
        guard settings.gateway.storages[at.value.storage] != nil else {
            throw Complaints(
                at.line, "there is no storage \"\(at.value.storage)\"",
                hint: "storages of postern.toml: \(settings.gateway.storageNames)")
        }
        self.name = name
        self.file = file
        line = at.line
        repository = draft.repository.moved(to: at.value, name: name.description)
    }
}

extension Gateway {
    /// The names of all storages, for a hint.
    var storageNames: String {
        storages.isEmpty ? "none yet" : storages.keys.sorted().map(\.description).joined(separator: ", ")
    }
}

internal import Policy

/// Reads the files of one policy folder, the settings first.
struct PolicyReader: ~Copyable {
    static let main = "postern.toml"
    static let clients = "clients.d"
    static let repositories = "repos.d"

    let folder: CheckedFolder
    let settings: Settings
    let lines: GatewayKeys.Lines

    init(_ folder: consuming CheckedFolder) throws(PolicyFileError) {
        let file = folder.path(of: Self.main)
        guard let bytes = try folder.read(Self.main) else {
            throw PolicyFileError(PolicyProblem(file, "this file is missing", hint: "postern init writes it"))
        }
        do throws(Complaints) {
            var draft = GatewayKeys.Draft()
            try Entry.parse(bytes).read(into: &draft, by: GatewayKeys.all)
            settings = try draft.settings()
            lines = draft.lines
        } catch {
            throw PolicyFileError(error, in: file)
        }
        self.folder = folder
    }

    /// The name of the client or the repository that `file` describes, or `nil` for a file that is none.
    static func name(ofFile file: String) -> Name? {
        file.hasSuffix(".toml") ? Name(file.dropLast(5)) : nil
    }

    /// A client and the lines of its names, or `nil` where it has no file.
    func client(_ name: Name) throws(PolicyFileError) -> ClientOnFile? {
        let clients = try folder.folder(Self.clients)
        guard let bytes = try clients.read("\(name).toml") else { return nil }
        let file = clients.path(of: "\(name).toml")
        do throws(Complaints) {
            var client = settings.client(named: name)
            let table = try Entry.parse(bytes)
            try table.read(into: &client, by: ClientKeys.all)
            return ClientOnFile(client: client, file: file, lines: ClientLines(table))
        } catch {
            throw PolicyFileError(error, in: file)
        }
    }

    /// A repository, or `nil` where it has no file.
    func repository(_ name: Name) throws(PolicyFileError) -> RepositoryOnFile? {
        let repositories = try folder.folder(Self.repositories)
        guard let bytes = try repositories.read("\(name).toml") else { return nil }
        let file = repositories.path(of: "\(name).toml")
        do throws(Complaints) {
            return try RepositoryOnFile(name, file: file, Entry.parse(bytes), settings)
        } catch {
            throw PolicyFileError(error, in: file)
        }
    }
}

extension GatewayKeys.Draft {
    /// The finished settings.
    fileprivate func settings() throws(Complaints) -> Settings {
        guard let state else {
            throw Complaints(1, "there is no state folder", hint: "add for example: state = \"/var/lib/postern\"")
        }
        var gateway = gateway
        gateway.state = state
        return Settings(gateway: gateway, client: client, repository: repository)
    }
}

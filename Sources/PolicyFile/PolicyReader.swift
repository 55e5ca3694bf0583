internal import Policy

/// Reads the files of one policy folder, the settings first.
struct PolicyReader: ~Copyable {
    static let main = "postern.toml"
    static let clients = "clients.d"
    static let repositories = "repos.d"

    let folder: CheckedFolder
    let settings: Settings
    let lines: GatewayKeys.Lines

    /// - Throws: all that is wrong with `postern.toml`.
    init(_ folder: consuming CheckedFolder) throws(PolicyFileError) {
        (settings, lines) = try Self.settings(in: folder)
        self.folder = folder
    }

    /// Goes on without `postern.toml` where it is wrong, so that the other files can be read.
    init(surveying folder: consuming CheckedFolder, _ problems: inout [PolicyProblem]) {
        do throws(PolicyFileError) {
            (settings, lines) = try Self.settings(in: folder)
        } catch {
            problems += error.problems
            let draft = GatewayKeys.Draft()
            (settings, lines) = (draft.settings(state: "/"), draft.lines)
        }
        self.folder = folder
    }

    /// The name of the client or the repository that `file` describes, or `nil` for a file that is none.
    static func name(ofFile file: String) -> Name? {
        file.hasSuffix(".toml") ? Name(file.dropLast(5)) : nil
    }

    /// A client and the lines of its names, or `nil` where it has no file.
    func client(_ name: Name) throws(PolicyFileError) -> ClientOnFile? {
        try read("\(name).toml", in: Self.clients) { (table, file) throws(Complaints) in
            var client = settings.client(named: name)
            try table.read(into: &client, by: ClientKeys.all)
            return ClientOnFile(client: client, file: file, lines: ClientLines(table))
        }
    }

    /// A repository, or `nil` where it has no file.
    func repository(_ name: Name) throws(PolicyFileError) -> RepositoryOnFile? {
        try read("\(name).toml", in: Self.repositories) { (table, file) throws(Complaints) in
            try RepositoryOnFile(name, file: file, table, settings)
        }
    }

    private func read<Result>(
        _ name: String, in subfolder: String, _ read: (Entry, String) throws(Complaints) -> Result
    ) throws(PolicyFileError) -> Result? {
        let folder = try folder.folder(subfolder)
        guard let bytes = try folder.read(name) else { return nil }
        let file = folder.path(of: name)
        do throws(Complaints) {
            return try read(try Entry.parse(bytes), file)
        } catch {
            throw PolicyFileError(error, in: file)
        }
    }

    private static func settings(
        in folder: borrowing CheckedFolder
    ) throws(PolicyFileError) -> (Settings, GatewayKeys.Lines) {
        let file = folder.path(of: main)
        guard let bytes = try folder.read(main) else {
            throw PolicyFileError(PolicyProblem(file, "this file is missing", hint: "postern init writes it"))
        }
        do throws(Complaints) {
            var draft = GatewayKeys.Draft()
            try Entry.parse(bytes).read(into: &draft, by: GatewayKeys.all)
            return (try draft.settings(), draft.lines)
        } catch {
            throw PolicyFileError(error, in: file)
        }
    }
}

extension GatewayKeys.Draft {
    /// The finished settings, if they fit each other.
    fileprivate func settings() throws(Complaints) -> Settings {
        guard let state else {
            throw Complaints(1, "there is no state folder", hint: "add for example: state = \"/var/lib/postern\"")
        }
        let settings = settings(state: state)
        if let error = Complaints(StorageChecks(gateway: settings.gateway, lines: lines.storages).complaints) {
            throw error
        }
        return settings
    }

    fileprivate func settings(state: String) -> Settings {
        var gateway = gateway
        gateway.state = state
        return Settings(gateway: gateway, client: client, repository: repository)
    }
}

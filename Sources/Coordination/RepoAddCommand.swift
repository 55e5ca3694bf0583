internal import ArgumentParser
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern repo add`: a repository's file, its empty folders, and its line in the index of places.
struct RepoAddCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a repository.",
        discussion: Help.text(
            """
            Writes repos.d/NAME.toml and makes the repository's empty folders; a client that has it in its repos then \
            runs restic init. No repository lies inside another.
            """,
            examples: [
                "postern repo add web1 --at main:hosts/web1",
                "postern repo add web1 --at main:hosts/web1 --quota 500GB --alias s3-resticrepo:databucket",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The repository's name.", transform: Words.name)
    var name: Name

    @Option(
        name: .customLong("at"), help: ArgumentHelp("Where it lies.", valueName: "storage:path"),
        transform: Words.place)
    var place: Place

    @Option(help: ArgumentHelp("What all its objects may take together.", valueName: "size"), transform: Words.size)
    var quota: ByteCount?

    @Option(
        name: .customLong("alias"), parsing: .singleValue,
        help: ArgumentHelp("Another name that hosts use for it, after \"rclone:\".", valueName: "text"))
    var aliases: [String] = []

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        try office.hold { try add(office) }
        world.print("repository \(name) is at \(place)")
    }

    private func add(_ office: Office) throws {
        var file = RepositoryFile(name: name, place: place)
        file.aliases = aliases
        file.quota = quota
        let path = "\(office.configuration.repositories)/\(name).toml"
        let old = try office.content(of: path)
        guard old == nil || old == file.text else { throw exists }
        let policy = try office.policy(with: ["repos.d/\(name).toml": file.text])
        let places = PlacesIndex.text(of: policy.repositories)
        // A file that is there with all that follows from it was not left by an act that was cut.
        guard try old == nil || office.content(of: office.configuration.places) != places else { throw exists }
        let storage = try emptyStorage(policy.settings.gateway)
        try office.commit(
            PolicyChange(
                action: .repositoryAdd, object: name.description,
                files: [PolicyChange.file(ofRepository: name): file.text],
                details: [AdminAct.Detail("at", place.description)])
        ) { try storage?.complete(at: place) }
    }

    private var exists: Complaint {
        Complaint("there is a repository \"\(name)\" already", hint: "postern repo list shows where it lies")
    }

    /// The storage's folder, where it is one, after a look at the place.
    private func emptyStorage(_ gateway: Gateway) throws -> LocalStorage? {
        switch gateway.storages[place.storage] {
        case .local(let root, _):
            let storage = LocalStorage(root: root)
            guard try storage.presence(at: place) != .configured else {
                throw Complaint(
                    "a repository lies at \(place) already", hint: "choose another place, or move that repository away")
            }
            return storage
        case .s3, nil: return nil
        }
    }
}

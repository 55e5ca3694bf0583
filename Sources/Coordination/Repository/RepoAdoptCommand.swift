internal import ArgumentParser
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Restic

/// `postern repo adopt`
struct RepoAdoptCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "adopt", abstract: "Give a repository that a client made by its path a name and a file.",
        discussion: Help.text(
            """
            From then on its own file says its policy instead of [defaults.repo], and other clients may have it in their \
            repos. Nothing moves, and the hosts' configuration stays as it is. The repository must be there; one that \
            came there without the gateway is made known with postern repo import. With --json: an object with the \
            members name, at, path.
            """, examples: ["postern repo adopt main:web1/photos photos --quota 200GB"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "Where it lies: STORAGE:PATH.", transform: Words.place)
    var place: Place

    @Argument(help: "Its name from now on.", transform: Words.name)
    var name: Name

    @Option(help: ArgumentHelp("What all its objects may take together.", valueName: "size"), transform: Words.size)
    var quota: ByteCount?

    @Option(
        name: .customLong("alias"), parsing: .singleValue,
        help: ArgumentHelp("Another name that hosts use for it, after \"rclone:\".", valueName: "text"))
    var aliases: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let path = try office.hold { try adopt(office) }
        if json {
            return world.print(
                JSON.object([
                    ("name", .text(name.description)), ("at", .text(place.description)), ("path", .text(path)),
                ]).line)
        }
        world.print("the repository at \(place) has the name \(name) now")
    }

    private func adopt(_ office: Office) throws -> String? {
        let policy = try office.policy()
        guard !policy.repositories.contains(where: { $0.name == name.description }) else {
            throw Complaint(
                "there is a repository \"\(name)\" already", hint: "postern repo list shows where it lies")
        }
        if let owner = policy.repositories.first(where: { $0.place == place }) {
            throw Complaint("\(place) is the repository \(owner.name) already", hint: "postern repo show \(owner.name)")
        }
        switch try RepositoryState.of(place, policy.settings.gateway) {
        case .ready, .empty: break
        case .absent:
            throw Complaint("there is no repository at \(place)", hint: "make one with: postern repo add")
        case .remote:
            throw Complaint("the storage \(place.storage) is no folder that could be looked at", hint: nil)
        }
        var file = RepositoryFile(name: name, place: place)
        (file.aliases, file.quota) = (aliases, quota)
        try office.commit(
            PolicyChange(
                action: .repositoryAdd, object: name.description,
                files: [PolicyChange.file(ofRepository: name): file.text],
                details: [AdminAct.Detail("at", place.description), AdminAct.Detail("adopted", "yes")]))
        return policy.settings.gateway.path(of: place)
    }
}

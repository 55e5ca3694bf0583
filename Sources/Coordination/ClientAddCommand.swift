internal import ArgumentParser
internal import Keys
internal import Policy
internal import PolicyFile

/// `postern client add`
struct ClientAddCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a client with its first key.",
        discussion: Help.text(
            """
            Writes clients.d/NAME.toml, authorized_keys.d/NAME and the lines for sshd, and prints what the host needs. \
            With --json: an object with the members client, fingerprint, ssh_config, environment, option, first.
            """,
            examples: [
                "postern client add web1 --repo web1 --create --mint web1.key",
                "postern client add web1 --repo web1 --from 192.0.2.7 --pubkey - <key.pub",
                "postern client add web1 --path 'main:web1/**' --create --mint web1.key",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var name: Name

    @Option(
        name: .customLong("repo"), parsing: .singleValue,
        help: ArgumentHelp("A repository that it may open; the first is its default.", valueName: "name"),
        transform: Words.name)
    var repositories: [Name] = []

    @Option(
        name: .customLong("path"), parsing: .singleValue,
        help: ArgumentHelp("Places that it may also open, and create.", valueName: "storage:glob"),
        transform: Words.placeGlob)
    var paths: [PlaceGlob] = []

    @Option(
        name: .customLong("source"), parsing: .singleValue,
        help: ArgumentHelp("A path that its snapshots may contain (default: any).", valueName: "path"))
    var sources: [String] = []

    @Flag(help: "It may initialise its repositories.")
    var create = false

    @Option(
        name: .customLong("from"), parsing: .singleValue,
        help: ArgumentHelp("Where it may come from (default: anywhere).", valueName: "cidr"), transform: Words.network)
    var networks: [Network] = []

    @Option(help: ArgumentHelp("The first day on which it is not served.", valueName: "date"), transform: Words.day)
    var expires: Day?

    @OptionGroup var newKey: NewKeyOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let newcomer = Newcomer(office: office, file: file)
        var client: Client?
        let key = try newKey.take(comment: name.description, world) { key, keep in
            client = try newcomer.add(key, keep: keep)
        }
        if let client { report(key, client, office) }
    }

    private var file: ClientFile {
        var file = ClientFile(name: name)
        file.repositories = repositories
        file.paths = paths
        file.sources = sources
        if create { file.create = true }
        file.from = networks
        file.expires = expires
        return file
    }

    private func report(_ key: PublicKey, _ client: Client, _ office: Office) {
        let instructions = HostInstructions(
            client: client, mintedKey: newKey.mint,
            user: office.accounts.gates == nil ? office.world.actor : Accounts.gatesName,
            gateway: HostName.own)
        if json {
            let head: [(name: String, value: JSON)] = [
                ("client", .text(name.description)), ("fingerprint", .text(key.fingerprint)),
            ]
            office.world.print(JSON.object(head + instructions.json).line)
        } else {
            office.world.print("client \(name) is added with the key \(key.fingerprint)")
            instructions.lines.forEach(office.world.print)
        }
    }
}

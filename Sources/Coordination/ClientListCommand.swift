internal import ArgumentParser
internal import Keys
internal import Policy
internal import PolicyFile

/// `postern client list`
struct ClientListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the clients, with what they may open.",
        discussion: Help.text(
            """
            With --json: a list of objects with the members name, disabled, create, repos, paths, sources, from, \
            expires (a day or null), and keys: a list of objects with fingerprint, type, comment, added, expires.
            """, examples: ["postern client list", "postern client list --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let keys = try office.authorizedKeys().read(for: policy.clients)
        if json {
            let list = policy.clients.map { Self.object($0, keys[$0.name]?.entries ?? []) }
            world.print(JSON.list(list).line)
            return
        }
        var table = Table("NAME", "STATE", "REPOS", "PATHS", "CREATE", "KEYS", "EXPIRES", "FROM")
        for client in policy.clients {
            table.add(
                client.name.description, client.disabled ? "off" : "on",
                client.repositories.map(\.description).joined(separator: ","),
                client.paths.map(\.description).joined(separator: ","), client.create ? "yes" : "no",
                "\(keys[client.name]?.entries.count ?? 0)", client.expires?.description ?? "",
                client.from.map(\.description).joined(separator: ","))
        }
        table.lines.forEach(world.print)
    }

    private static func object(_ client: Client, _ keys: [KeyFile.Entry]) -> JSON {
        .object([
            ("name", .text(client.name.description)), ("disabled", .flag(client.disabled)),
            ("create", .flag(client.create)), ("repos", .texts(client.repositories.map(\.description))),
            ("paths", .texts(client.paths.map(\.description))), ("sources", .texts(client.sources)),
            ("from", .texts(client.from.map(\.description))), ("expires", .text(client.expires?.description)),
            ("keys", .list(keys.map(key))),
        ])
    }

    private static func key(_ entry: KeyFile.Entry) -> JSON {
        .object([
            ("fingerprint", .text(entry.key.fingerprint)), ("type", .text(entry.key.type.rawValue)),
            ("comment", .text(entry.key.comment)), ("added", .text(entry.added?.description)),
            ("expires", .text(entry.expires?.description)),
        ])
    }
}

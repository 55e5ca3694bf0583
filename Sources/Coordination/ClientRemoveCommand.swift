internal import ArgumentParser
internal import Catalog
internal import LedgerWire
internal import Policy
internal import PolicyFile

/// `postern client remove`
struct ClientRemoveCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a client and its keys; its repositories stay where they are.",
        discussion: Help.text(
            """
            Removes clients.d/NAME.toml, authorized_keys.d/NAME and the lines for sshd, and ends open sessions. No \
            repository is touched: the command says where each of them lies, and postern policy history keeps what the \
            files said. It asks first. With --json: an object with the members client, repositories (a list of objects \
            with name, at, path (or null where the storage is no folder), clients (who else may open it)), ended.
            """, examples: ["postern client remove web1", "postern client remove web1 --yes --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var name: Name

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        guard let policy = try PolicyFolder(office.configuration.path).gate(for: name) else {
            throw NoClient.named(name)
        }
        try Question.ask("the client \(name) and its keys are removed", isAnswered: yes, in: world)
        let left = try left(policy, office)
        try office.hold {
            try office.commit(
                PolicyChange(
                    action: .clientRemove, object: name.description,
                    files: [PolicyChange.file(of: name): nil, PolicyChange.keys(of: name): nil],
                    details: left.prefix(4).enumerated().map { AdminAct.Detail("repository\($0 + 1)", $1.place) }))
        }
        let ended = try office.liveSessions().end(
            Dismissal(client: name.description, reason: "the client is removed"))
        report(left, ended, world)
    }

    /// A repository that stays.
    private struct Left {
        let name: String
        let place: String
        let path: String?
        let clients: [String]
    }

    /// Those of its `repos`, and those that it made by path.
    private func left(_ policy: GatePolicy, _ office: Office) throws -> [Left] {
        let all = try office.policy()
        let named = policy.repositories.map { ($0.name, $0.place) }
        let known = Set(named.map(\.1))
        let made = try (office.holdings()?.places(createdBy: name.description) ?? []).compactMap { text in
            (try? Place(parsing: text)).map { (text, $0) }
        }.filter { !known.contains($0.1) }
        return (named + made).map { name, place in
            let others = all.clients.filter { client in
                client.name != self.name && client.repositories.contains { $0.description == name }
            }
            return Left(
                name: name, place: place.description, path: policy.settings.gateway.path(of: place),
                clients: others.map(\.name.description))
        }
    }

    private func report(_ left: [Left], _ ended: [UInt64]?, _ world: World) {
        if json {
            let list = left.map { one in
                JSON.object([
                    ("name", .text(one.name)), ("at", .text(one.place)), ("path", .text(one.path)),
                    ("clients", .texts(one.clients)),
                ])
            }
            return world.print(
                JSON.object([
                    ("client", .text(name.description)), ("repositories", .list(list)),
                    ("ended", ended.map { .list($0.map { .number($0) }) } ?? .null),
                ]).line)
        }
        world.print("client \(name) is removed")
        for one in left {
            let path = one.path.map { " (\(Escaped.text($0)))" } ?? ""
            let others = one.clients.isEmpty ? "no client" : one.clients.joined(separator: ", ")
            world.print("the repository \(one.name) stays at \(one.place)\(path); \(others) may open it")
        }
    }
}

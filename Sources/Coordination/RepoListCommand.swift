internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern repo list`
struct RepoListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the repositories that have a file.",
        discussion: Help.text(
            """
            STATE is ready (initialised), empty (restic init has not run), absent (no folders), or remote (not looked \
            at). With --json: a list of objects with the members name, at, state, quota (bytes or null), aliases, \
            clients.
            """, examples: ["postern repo list", "postern repo list --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let entries = try policy.repositories.map { repository in
            (
                repository, try RepositoryState.of(repository.place, policy.settings.gateway).rawValue,
                clients(of: repository, policy)
            )
        }
        if json {
            world.print(JSON.list(entries.map(Self.object)).line)
            return
        }
        var table = Table("NAME", "AT", "STATE", "QUOTA", "CLIENTS", "ALIASES")
        for (repository, state, clients) in entries {
            table.add(
                repository.name, repository.place.description, state, repository.quota?.size ?? "",
                clients.joined(separator: ","), repository.aliases.joined(separator: ","))
        }
        table.lines.forEach(world.print)
    }

    private static func object(_ repository: Repository, _ state: String, _ clients: [String]) -> JSON {
        .object([
            ("name", .text(repository.name)), ("at", .text(repository.place.description)), ("state", .text(state)),
            ("quota", repository.quota.map { .number($0.bytes) } ?? .null), ("aliases", .texts(repository.aliases)),
            ("clients", .texts(clients)),
        ])
    }

    private func clients(of repository: Repository, _ policy: WholePolicy) -> [String] {
        policy.clients.filter { $0.repositories.contains { $0.description == repository.name } }.map(\.name.description)
    }
}

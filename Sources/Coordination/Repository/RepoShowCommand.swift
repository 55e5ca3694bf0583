internal import ArgumentParser
internal import Catalog
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern repo show`
struct RepoShowCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show all that is known of a repository.",
        discussion: Help.text(
            """
            STATE is as in repo list. With --json: the object of repo usage with the further members path (the folder, or \
            null), state, aliases, protect, maxRemove (a percentage), hold, password (the secret's name, or null), clients.
            """, examples: ["postern repo show web1"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The repository's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        guard let repository = policy.repositories.first(where: { $0.name == name.description }) else {
            throw NoRepository.named(name)
        }
        let use = try RepositoryUse(repository, try office.holdings())
        let clients = policy.clients.filter { $0.repositories.contains(name) }.map(\.name.description)
        let state = try RepositoryState.of(repository.place, policy.settings.gateway).rawValue
        let path = policy.settings.gateway.path(of: repository.place)
        if json {
            let more: [(name: String, value: JSON)] = [
                ("path", .text(path)), ("state", .text(state)), ("aliases", .texts(repository.aliases)),
                ("protect", .text(repository.protect.span)),
                ("maxRemove", .number(UInt64(repository.maxRemovePercent))),
                ("hold", .text(repository.hold.span)), ("password", .text(repository.password?.description)),
                ("clients", .texts(clients)),
            ]
            return world.print(JSON.object(use.members + more).line)
        }
        var table = Table("KEY", "VALUE")
        Self.place(use, path, state, clients).forEach { table.add($0.key, $0.value) }
        Self.content(use, world).forEach { table.add($0.key, $0.value) }
        table.lines.forEach(world.print)
    }

    private typealias Line = (key: String, value: String)

    private static func place(_ use: RepositoryUse, _ path: String?, _ state: String, _ clients: [String]) -> [Line] {
        let repository = use.repository
        return [
            ("name", repository.name), ("at", repository.place.description), ("path", path ?? ""), ("state", state),
            ("aliases", repository.aliases.joined(separator: ", ")), ("clients", clients.joined(separator: ", ")),
        ]
    }

    private static func content(_ use: RepositoryUse, _ world: World) -> [Line] {
        let repository = use.repository
        let objects: String = use.usage.map { String($0.objects) } ?? "?"
        let size: String = use.usage.map { Amount.size($0.cost.bytes) } ?? "?"
        let last: String = use.lastBackup.map { world.zone.text($0) } ?? "never"
        return [
            ("objects", objects), ("size", size), ("quota", repository.quota?.size ?? ""),
            ("snapshots", String(use.snapshots)), ("last backup", last), ("protect", repository.protect.span),
            ("max_remove", String(repository.maxRemovePercent) + "%"), ("hold", repository.hold.span),
            ("password", repository.password?.description ?? ""),
        ]
    }
}

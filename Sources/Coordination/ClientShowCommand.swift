internal import ArgumentParser
internal import Keys
internal import Policy
internal import PolicyFile
internal import Trail

/// `postern client show`
struct ClientShowCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show all that is known of a client: its policy, its keys, when it was here.",
        discussion: Help.text(
            """
            The policy is shown as it holds, with the defaults of postern.toml; postern policy explain says which line of \
            which file says so. With --json: an object with the members name, disabled, policy (an object with each key \
            of clients.d as text), repositories (a list of objects with name, at, path), keys (as key list prints them), \
            lastSession, lastBackup (times in UTC or null).
            """, examples: ["postern client show web1", "postern client show web1 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        guard let policy = try PolicyFolder(office.configuration.path).gate(for: name) else {
            throw NoClient.named(name)
        }
        let uses = try KeyUses(office)
        let keys = try (office.authorizedKeys().file(of: name)?.entries ?? []).map { try uses.of($0, client: name) }
        let visits = try ClientVisits(office, name)
        json ? world.print(object(policy, keys, visits, world).line) : lines(policy, keys, visits, world)
    }

    private func object(
        _ policy: GatePolicy, _ keys: [KeyUses.Used], _ visits: ClientVisits, _ world: World
    ) -> JSON {
        .object([
            ("name", .text(name.description)), ("disabled", .flag(policy.client.disabled)),
            ("policy", .object(ClientWords.of(policy.client).map { ($0.key, .text($0.value)) })),
            (
                "repositories",
                .list(
                    policy.repositories.map { repository in
                        .object([
                            ("name", .text(repository.name)), ("at", .text(repository.place.description)),
                            ("path", .text(policy.settings.gateway.path(of: repository.place))),
                        ])
                    })
            ), ("keys", .list(keys.map { $0.json(world) })),
            ("lastSession", .text(visits.lastSession?.description)),
            ("lastBackup", .text(visits.lastBackup?.description)),
        ])
    }

    private func lines(
        _ policy: GatePolicy, _ keys: [KeyUses.Used], _ visits: ClientVisits, _ world: World
    ) {
        func time(_ moment: Moment?) -> String { moment.map { world.zone.text($0) } ?? "never" }
        world.print("client \(name)\(policy.client.disabled ? " (switched off)" : "")")
        world.print("last session: \(time(visits.lastSession))")
        world.print("last backup: \(time(visits.lastBackup))")
        world.print("")
        var table = Table("KEY", "VALUE")
        for (key, value) in ClientWords.of(policy.client) { table.add(key, value) }
        table.lines.forEach(world.print)
        world.print("")
        var places = Table("REPOSITORY", "AT", "PATH")
        for repository in policy.repositories {
            places.add(
                repository.name, repository.place.description,
                policy.settings.gateway.path(of: repository.place) ?? "")
        }
        places.lines.forEach(world.print)
        world.print("")
        var used = Table("FINGERPRINT", "CLIENT", "TYPE", "ADDED", "EXPIRES", "LAST USED", "FROM")
        for key in keys { used.add(escaped: key.cells(world)) }
        used.lines.forEach(world.print)
    }
}

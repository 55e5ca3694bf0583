internal import ArgumentParser
internal import Keys
internal import Policy
internal import PolicyFile

/// `postern key list`
struct KeyListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the keys of clients: since when, until when, last used when and from where.",
        discussion: Help.text(
            """
            LAST USED is the last login with the key that the trail tells of, whether the session was let in or not; \
            "never" is one that the trail does not know, and "?" means that the trail could not be asked. Times are the \
            gateway's local time.

            With --json: a list of objects with the members fingerprint, client, type, bits, comment, added, expires \
            (times in UTC or null), expired, used (true, false, or null where the trail could not be asked), lastUsed, \
            lastFrom, row (of that login; each or null).
            """, examples: ["postern key list", "postern key list web1 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "Only of this client.", transform: Words.name)
    var client: Name?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let uses = try KeyUses(office)
        let keys = try known(office).flatMap { name, file in try file.entries.map { try uses.of($0, client: name) } }
        if json { return world.print(JSON.list(keys.map { $0.json(world) }).line) }
        var table = Table("FINGERPRINT", "CLIENT", "TYPE", "ADDED", "EXPIRES", "LAST USED", "FROM")
        for key in keys { table.add(escaped: key.cells(world)) }
        table.lines.forEach(world.print)
    }

    private func known(_ office: Office) throws -> [(Name, KeyFile)] {
        let authorizedKeys = try office.authorizedKeys()
        guard let client else {
            let policy = try office.policy()
            return try authorizedKeys.read(for: policy.clients).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
        guard try PolicyFolder(office.configuration.path).gate(for: client) != nil else { throw NoClient.named(client) }
        return try authorizedKeys.file(of: client).map { [(client, $0)] } ?? []
    }
}

internal import ArgumentParser
internal import Calendar
internal import Policy
internal import PolicyFile
internal import Secrets
internal import Trail

/// `postern secret list`
struct SecretListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the secrets by name, and never what they are.",
        discussion: Help.text(
            """
            KIND is coordinator (passwords of repositories, read by root alone) or gates (credentials of storages, also \
            read by gates). STATE is sealed, missing (the policy names it), or broken (the reason is told on stderr). \
            With --json: a list of objects with the members name, kind, set (RFC 3339 or null), usedBy and state.
            """, examples: ["postern secret list", "postern secret list --json"],
            found: "a secret that the policy names is missing, or one is broken"))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let lines = try SecretInventory(
            state: policy.settings.gateway.state, uses: SecretUse.all(in: policy)
        ).lines
        if json {
            world.print(JSON.list(lines.map(Self.object)).line)
        } else {
            var table = Table("NAME", "KIND", "SET", "STATE", "USED BY")
            for line in lines {
                let set = line.set.map { world.zone.text(Moment(milliseconds: $0 * 1000)) } ?? ""
                table.add(
                    line.name.description, line.kind.rawValue, set, line.state, line.users.joined(separator: ","))
            }
            table.lines.forEach(world.print)
        }
        let bad = lines.filter { $0.trouble != nil }
        for line in bad.dropFirst() { if let trouble = line.trouble { world.say("postern: error: \(trouble)") } }
        if let trouble = bad.first?.trouble { throw Complaint("\(trouble)", hint: trouble.hint, .found) }
    }

    private static func object(_ line: SecretInventory.Line) -> JSON {
        .object([
            ("name", .text(line.name.description)), ("kind", .text(line.kind.rawValue)),
            ("set", .text(line.set.map { Moment(milliseconds: $0 * 1000).description })),
            ("usedBy", .texts(line.users)), ("state", .text(line.state)),
        ])
    }
}

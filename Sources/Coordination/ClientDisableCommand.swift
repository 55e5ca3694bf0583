internal import ArgumentParser
internal import LedgerWire
internal import Policy

/// `postern client disable`
struct ClientDisableCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "disable", abstract: "Switch a client off: no session from now on, and its open ones end.",
        discussion: Help.text(
            """
            Writes disabled = true into clients.d/NAME.toml. The host's key still logs in, and the gate tells the host \
            why it is not served. Nothing is removed. With --json: an object with the members client, disabled, changed, \
            ended (the numbers of the sessions, or null where the ledger could not be asked).
            """, examples: ["postern client disable web1", "postern client enable web1"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let changed = try ClientSwitch(office: office, client: name).turn(disabled: true)
        let ended = try office.liveSessions().end(
            Dismissal(client: name.description, reason: "the client is switched off"))
        if json {
            return world.print(
                JSON.object([
                    ("client", .text(name.description)), ("disabled", .flag(true)), ("changed", .flag(changed)),
                    ("ended", ended.map { .list($0.map { .number($0) }) } ?? .null),
                ]).line)
        }
        world.print("client \(name) is switched off\(changed ? "" : " already")")
        if let ended, !ended.isEmpty { world.print("\(Amount.count(UInt64(ended.count), "open session")) of it ended") }
    }
}

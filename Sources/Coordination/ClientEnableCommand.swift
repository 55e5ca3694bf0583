internal import ArgumentParser
internal import Policy

/// `postern client enable`
struct ClientEnableCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "enable", abstract: "Switch a client on again.",
        discussion: Help.text(
            "With --json: an object with the members client, disabled, changed.",
            examples: ["postern client enable web1"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let changed = try ClientSwitch(office: office, client: name).turn(disabled: false)
        if json {
            return world.print(
                JSON.object([
                    ("client", .text(name.description)), ("disabled", .flag(false)), ("changed", .flag(changed)),
                ]).line)
        }
        world.print("client \(name) is switched on\(changed ? "" : " already")")
    }
}

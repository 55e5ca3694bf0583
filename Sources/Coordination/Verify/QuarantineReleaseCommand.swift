internal import ArgumentParser
internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic

/// `postern quarantine release REPO RUN`
struct QuarantineReleaseCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "release", abstract: "Bring back what a run quarantined, all of it or some objects.",
        discussion: Help.text(
            """
            What is wrong with it is found again by the next verify. With --json: an object with the members run and \
            objects.
            """,
            examples: [
                "postern quarantine release web1 4711", "postern quarantine release web1 4711 snapshots/5c3f0a1b",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Argument(help: ArgumentHelp("The run, as postern quarantine list shows it.", valueName: "run"))
    var number: UInt64

    @Argument(help: ArgumentHelp("Only these objects.", valueName: "object"))
    var objects: [String] = []

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let repository = try office.repository(name, in: policy)
        let parts = try TrashPart.quarantined(of: repository, office, policy)
        let all = parts.first { $0.run == number }?.objects.map(\.object) ?? []
        let chosen = all.filter { object in
            objects.isEmpty || objects.contains { object.description.hasPrefix($0) && $0.utf8.count >= 8 }
        }
        guard !chosen.isEmpty else {
            throw Complaint(
                "run \(number) has quarantined no such object of \(Escaped.text(name))",
                hint: "postern quarantine list \(Escaped.text(name)) shows what is there")
        }
        try office.maintain(.restore, repository, policy.settings.gateway) { run in
            try run.tend(
                chosen.map { TrashOrder(.restore, $0, run: number) }, telling: "bringing objects back", in: world)
            return ((), [AdminAct.Detail("of", "\(number)"), AdminAct.Detail("objects", "\(chosen.count)")])
        }
        if json {
            world.print(JSON.object([("run", .number(number)), ("objects", .texts(chosen.map(\.description)))]).line)
        } else {
            world.print("released \(Amount.count(UInt64(chosen.count), "object")) of run \(number)")
        }
    }
}

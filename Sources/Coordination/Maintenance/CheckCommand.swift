internal import ArgumentParser
internal import Policy

/// `postern check`
struct CheckCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Let restic check a repository.",
        discussion: Help.text(
            """
            Hosts go on meanwhile: it takes no lock and can change nothing. \(UpkeepOptions.form)
            """,
            examples: [
                "postern check web1", "postern check web1 --read-data", "postern check web1 --as-of 2d --read-data",
            ],
            found: "restic found errors in the repository"))

    @OptionGroup var options: UpkeepOptions

    @Option(
        help: ArgumentHelp("As it was then: only what had been received by that moment exists.", valueName: "when"),
        transform: HumanTime.parsing)
    var asOf: HumanTime?

    @Flag(help: "Read every byte that is stored.")
    var readData = false

    @Flag(help: "Only tell how much it would read.")
    var dryRun = false

    func run(in world: World) throws {
        var upkeep = try options.upkeep(in: world)
        (upkeep.readsData, upkeep.onlyForecasts) = (readData, dryRun)
        upkeep.asOf = try asOf.map { try upkeep.view(asOf: $0.moment(in: world)) }
        try options.show(try upkeep.report(.check), in: world)
    }
}

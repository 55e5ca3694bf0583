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
            examples: ["postern check web1", "postern check web1 --read-data"],
            found: "restic found errors in the repository"))

    @OptionGroup var options: UpkeepOptions

    @Flag(help: "Read every byte that is stored.")
    var readData = false

    @Flag(help: "Only tell how much it would read.")
    var dryRun = false

    func run(in world: World) throws {
        var upkeep = try options.upkeep(in: world)
        (upkeep.readsData, upkeep.onlyForecasts) = (readData, dryRun)
        try options.show(try upkeep.report(.check), in: world)
    }
}

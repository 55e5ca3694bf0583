internal import ArgumentParser
internal import Policy

/// `postern unlock`
struct UnlockCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "unlock", abstract: "Remove locks that nobody lives for any more.",
        discussion: Help.text(
            """
            A lock goes if its session is over and it was received more than 30 minutes ago; with --young also before \
            that, where you know that the host is not at work. The lock of an open session is never removed. \
            \(UpkeepOptions.form)
            """,
            examples: ["postern unlock web1", "postern unlock web1 --young"]))

    @OptionGroup var options: UpkeepOptions

    @Flag(help: "Also locks that are younger than 30 minutes.")
    var young = false

    @Flag(help: "Only show which locks there are.")
    var dryRun = false

    func run(in world: World) throws {
        var upkeep = try options.upkeep(in: world)
        (upkeep.takesYoungLocks, upkeep.onlyForecasts) = (young, dryRun)
        let report = try upkeep.report(.unlock)
        if !options.json { report.text.split(separator: "\n").forEach { world.print(String($0)) } }
        try options.show(report, in: world)
    }
}

internal import ArgumentParser
internal import Policy

/// `postern prune`
struct PruneCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "prune", abstract: "Remove the data that no snapshot needs any more.",
        discussion: Help.text(
            """
            It says before it starts how much free space it needs, and does not start without it: what is removed lies in \
            the trash until hold is over, and frees nothing before (postern trash purge). It waits up to drain for \
            backups that are running; new ones wait for it. With --dry-run nothing is removed, and restic's forecast is \
            shown. \(UpkeepOptions.form)
            """,
            examples: ["postern prune web1 --dry-run", "postern prune web1"]))

    @OptionGroup var options: UpkeepOptions

    @Flag(help: "Only show what would be removed, and what space it needs.")
    var dryRun = false

    func run(in world: World) throws {
        var upkeep = try options.upkeep(in: world)
        upkeep.onlyForecasts = dryRun
        let report = try upkeep.report(.prune)
        if dryRun, !options.json { report.text.split(separator: "\n").forEach { world.print(Escaped.text($0)) } }
        try options.show(report, in: world)
    }
}

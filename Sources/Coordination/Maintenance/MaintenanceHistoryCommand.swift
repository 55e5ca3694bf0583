internal import ArgumentParser
internal import Calendar
internal import Policy
internal import PolicyFile
internal import Trail

/// `postern maintenance history`
struct MaintenanceHistoryCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the runs of maintenance, the newest last.",
        discussion: Help.text(
            """
            OUTCOME is done, found (it was done, and something is wrong with the repository), refused (a bound of the \
            policy does not let it be done), or failed. What a schedule asked for has an * behind WHO. With --json: \
            one object a line with the members name, run (its first row in the trail, or null), kind, repository, \
            actor, scheduled, began, ended, outcome, reason, hint, counts and text (what restic said).
            """,
            examples: ["postern maintenance history", "postern maintenance history web1 --last 5 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("Only the runs in this repository.", valueName: "repo"))
    var repository: String?

    @Option(help: "How many.", transform: Words.count)
    var last = 50

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let folder = ReportFolder(state: policy.settings.gateway.state)
        let reports = try folder.entries(of: repository).suffix(last).map { try folder.report($0) }
        if json {
            reports.forEach { world.print($0.json.line) }
            return
        }
        var table = Table("RUN", "BEGAN", "TOOK", "REPOSITORY", "WHAT", "WHO", "OUTCOME", "WHY")
        for report in reports {
            table.add(
                report.name, world.zone.text(report.began),
                Amount.time(report.ended.milliseconds - report.began.milliseconds), report.repository,
                report.kind.rawValue, report.actor + (report.isScheduled ? "*" : ""), report.outcome.rawValue,
                report.reason)
        }
        table.lines.forEach(world.print)
    }
}

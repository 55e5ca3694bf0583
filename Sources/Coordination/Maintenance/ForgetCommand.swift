internal import ArgumentParser
internal import Policy
internal import Retention

/// `postern forget`
struct ForgetCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "forget", abstract: "Remove the snapshots that [keep] does not keep.",
        discussion: Help.text(
            """
            Snapshots are counted by the time at which the gateway received them. A suspect one counts for nothing and is \
            left alone. What is removed lies in the trash until hold is over: postern trash restore. It waits up to drain \
            for backups that are running; new ones wait for it. Where a client has brought more than three times its usual \
            snapshots since the last run, nothing is removed.

            With --dry-run nothing is done, and each snapshot is shown with the reasons why it stays; with --json too, one \
            object a snapshot with the members id, verdict (keep, remove, suspect, unreadable), reasons, received (null: \
            not known, its own time counts), time (by its own word), client, host, paths and tags. \(UpkeepOptions.form)
            """,
            examples: ["postern forget web1 --dry-run", "postern forget web1"]))

    @OptionGroup var options: UpkeepOptions

    @Flag(help: "Only show what would be removed, and why the rest stays.")
    var dryRun = false

    @Flag(help: "Go on though a client brought more than three times its usual snapshots since the last run.")
    var acceptFlood = false

    func run(in world: World) throws {
        var upkeep = try options.upkeep(in: world)
        upkeep.acceptsFlood = acceptFlood
        guard dryRun else { return try options.show(try upkeep.report(.forget), in: world) }
        let (plan, shelf) = try upkeep.plan()
        let view = PlanView(plan, shelf, world)
        options.json ? view.objects.forEach { world.print($0.line) } : view.lines.forEach(world.print)
        if let objection = plan.objection { throw Complaint("\(objection)", hint: objection.hint) }
    }
}

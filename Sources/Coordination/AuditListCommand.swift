internal import ArgumentParser
internal import Trail

/// `postern audit list`
struct AuditListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List rows of the trail, the oldest first.",
        discussion: Help.text(
            """
            \(HumanTime.forms)

            Equal refusals that follow each other are one line with their count, unless --each is given. A removal \
            marked "retry" is restic's own, after a save that failed, and not an attempt to remove what is stored.

            With --json: the rows as they are stored, one object a line, never folded, with the members seq, at (UTC), \
            session, client, key, source, repo, action, object, bytes, outcome, reason, and sometimes detail.
            """,
            examples: [
                "postern audit list --last 20", "postern audit list --client web1 --outcome refused --since 7d",
                "postern audit list --admin --since yesterday",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @OptionGroup var selection: RowSelection

    @Option(help: ArgumentHelp("Only the last ones.", valueName: "count"), transform: Words.count)
    var last: Int?

    @Flag(help: "Do not fold equal refusals.")
    var each = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let trail = try AuditTrail(try configuration.folder())
        try trail.list(selection.filter(in: world), last: last, as: json ? .json : each ? .rows : .folds, in: world)
    }
}

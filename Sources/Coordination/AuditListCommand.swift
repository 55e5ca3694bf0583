internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Trail

/// `postern audit list`
struct AuditListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List rows of the trail, the oldest first.",
        discussion: Help.text(
            """
            Times are UTC. With --json: the rows as they are stored, one object a line, with the members seq, at, \
            session, client, key, source, repo, action, object, bytes, outcome, reason, and sometimes detail.
            """,
            examples: ["postern audit list --last 20", "postern audit list --client web1 --outcome refused --since 7d"])
    )

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: ArgumentHelp("Only of this client.", valueName: "name"))
    var client: String?

    @Option(name: .customLong("repo"), help: ArgumentHelp("Only of this repository.", valueName: "name"))
    var repository: String?

    @Option(
        parsing: .singleValue, help: ArgumentHelp("Only with this outcome: allowed, refused, failed or lost."),
        transform: Words.outcome)
    var outcome: [Outcome] = []

    @Option(help: ArgumentHelp("Not older: a day, a time, or how long ago.", valueName: "when"), transform: Words.since)
    var since: Since?

    @Option(help: ArgumentHelp("Only the last ones.", valueName: "count"), transform: Words.count)
    var last: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let gateway = try PolicyFolder(configuration.folder().path).gateway()
        let path = "\(gateway.state)/trail/audit.sqlite"
        guard NewGateway.exists(path) else {
            throw Complaint(
                "\(Escaped.text(path)): there is no trail yet", hint: "postern-ledger makes it when it starts")
        }
        let reader = try TrailReader(path)
        if !json { world.print(RowLine.title) }
        if last == nil {
            try reader.rows(filter(world)) { (row, line) throws(TrailError) in
                world.print(json ? line : RowLine.of(row))
                return true
            }
        } else {
            try newest(reader, filter(world)).reversed().forEach(world.print)
        }
    }

    private func filter(_ world: World) -> RowFilter {
        var filter = RowFilter()
        filter.client = client
        filter.repository = repository
        filter.outcomes = outcome
        filter.since = since?.moment(now: world.now())
        filter.limit = last
        filter.newestFirst = last != nil
        return filter
    }

    private func newest(_ reader: TrailReader, _ filter: RowFilter) throws(TrailError) -> [String] {
        var lines: [String] = []
        try reader.rows(filter) { (row, line) throws(TrailError) in
            lines.append(json ? line : RowLine.of(row))
            return true
        }
        return lines
    }
}

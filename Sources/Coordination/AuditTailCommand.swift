internal import ArgumentParser
internal import Trail

/// `postern audit tail`
struct AuditTailCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Show the last rows of the trail, and those that come.",
        discussion: Help.text(
            """
            With --follow it goes on until it is interrupted (Ctrl-C), and every row is a line of its own as soon as it \
            is written. Times are the gateway's local time. With --json: rows as audit list prints them.
            """,
            examples: ["postern audit tail --follow", "postern audit tail --lines 50 --outcome refused --follow"]))

    @OptionGroup var configuration: ConfigurationOption

    @OptionGroup var selection: RowSelection

    @Option(name: [.customShort("n"), .long], help: "How many of the last rows.", transform: Words.count)
    var lines = 10

    @Flag(name: .shortAndLong, help: "Go on with the rows that come.")
    var follow = false

    @Flag(help: "Print JSON.")
    var json = false

    /// How often the trail is looked at, in milliseconds.
    private static let interval: Int64 = 500

    func run(in world: World) throws {
        let trail = try AuditTrail(try configuration.folder())
        var filter = selection.filter(in: world)
        // Before the last rows are read: what comes meanwhile is shown once, by the one or the other.
        let end = try trail.reader.last()
        var past = filter
        past.before = end + 1
        try trail.list(past, last: lines, as: json ? .json : follow ? .rows : .folds, in: world)
        guard follow else { return }
        filter.after = end
        (filter.since, filter.until) = (nil, nil)
        let form = RowLine(world)
        while world.wait(Self.interval) {
            // No statement stays open between two looks, so that the ledger can tidy up its write-ahead log.
            let end = try trail.reader.last()
            filter.before = end + 1
            try trail.reader.pages(filter) { row, line in
                let isRetry = try trail.retries.isRetry(row)
                world.print(json ? line : form.of(FoldedRow(row, isRetry: isRetry)))
                return true
            }
            filter.after = end
        }
    }
}

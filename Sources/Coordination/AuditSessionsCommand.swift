internal import ArgumentParser
internal import Policy
internal import Trail

/// `postern audit sessions`
struct AuditSessionsCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List sessions, the oldest first: one a line.",
        discussion: Help.text(
            """
            STATE is open (it goes on), done, died (it ended without a last word), or refused (it was not let in; equal \
            ones that follow each other are one line). What died and open sessions sent is counted from their rows; what \
            they read is not known. --since and --until are about when a session began. \(HumanTime.forms)

            With --json: one object a line with the members session, state, opened, closed (or null), client, source, \
            key, repo, saves, snapshots, bytesIn, bytesOut (or null), refusals, reason; times in UTC, refused ones one by \
            one.
            """,
            examples: ["postern audit sessions --since yesterday", "postern audit sessions --client web1 --last 20"]))

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: ArgumentHelp("Only of this client.", valueName: "name"))
    var client: String?

    @Option(name: .customLong("repo"), help: ArgumentHelp("Only of this repository.", valueName: "name"))
    var repository: String?

    @OptionGroup var window: TimeWindow

    @Option(help: ArgumentHelp("Only the last ones.", valueName: "count"), transform: Words.count)
    var last: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let trail = try AuditTrail(try configuration.folder())
        var filter = window.filter(in: world)
        (filter.client, filter.repository, filter.actions) = (client, repository, [.open])
        let form = SessionLine(world)
        if !json { world.print(form.title) }
        var refused: (session: SessionReport, times: Int)?
        func flush() {
            if let waiting = refused { world.print(form.of(waiting.session, times: waiting.times)) }
            refused = nil
        }
        func show(_ row: Row) throws {
            // A gateway that could not open a session wrote so; there was none.
            guard row.entry.outcome == .allowed || row.entry.outcome == .refused else { return }
            let session = try SessionReport(opened: row, trail.reader)
            if json { return world.print(session.json.line) }
            if let waiting = refused, Self.areEqual(waiting.session, session) {
                refused = (waiting.session, waiting.times + 1)
                return
            }
            flush()
            if session.state == .refused { refused = (session, 1) } else { world.print(form.of(session)) }
        }
        if let last {
            for (row, _) in try trail.newest(last, filter) { try show(row) }
        } else {
            try trail.reader.pages(filter) { row, _ in
                try show(row)
                return true
            }
        }
        flush()
    }

    private static func areEqual(_ one: SessionReport, _ other: SessionReport) -> Bool {
        var entries = [one.opened.entry, other.opened.entry]
        for index in entries.indices { entries[index].details = [] }
        return other.state == .refused && entries[0] == entries[1]
    }
}

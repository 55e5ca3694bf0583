internal import ArgumentParser
internal import Policy
internal import Trail

/// The options that say which rows are wanted.
struct RowSelection: ParsableArguments {
    @Option(help: ArgumentHelp("Only of this client.", valueName: "name"))
    var client: String?

    @Option(name: .customLong("repo"), help: ArgumentHelp("Only of this repository.", valueName: "name"))
    var repository: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Only this action, as in save, remove, open or client-add; may be repeated."),
        transform: Words.action)
    var action: [Action] = []

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Only this outcome: allowed, refused, failed or lost; may be repeated."),
        transform: Words.outcome)
    var outcome: [Outcome] = []

    @Option(
        help: ArgumentHelp("Only of this session, by the number of its first row.", valueName: "seq"),
        transform: Words.number)
    var session: UInt64?

    @Flag(help: "Only what admins did.")
    var admin = false

    @OptionGroup var window: TimeWindow

    func validate() throws {
        guard !admin || action.isEmpty else { throw ValidationError("--admin and --action exclude each other") }
    }

    /// The rows that these options name.
    func filter(in world: World) -> RowFilter {
        var filter = window.filter(in: world)
        filter.client = client
        filter.repository = repository
        filter.actions = admin ? AdminActs.all : action.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        filter.outcomes = outcome.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        filter.session = session
        return filter
    }
}

/// The options that say from when to when.
struct TimeWindow: ParsableArguments {
    @Option(help: ArgumentHelp("Not before.", valueName: "when"), transform: HumanTime.parsing)
    var since: HumanTime?

    @Option(help: ArgumentHelp("Before.", valueName: "when"), transform: HumanTime.parsing)
    var until: HumanTime?

    /// A filter with these times, and nothing else.
    func filter(in world: World) -> RowFilter {
        var filter = RowFilter()
        filter.since = since?.moment(in: world)
        filter.until = until?.moment(in: world)
        return filter
    }
}

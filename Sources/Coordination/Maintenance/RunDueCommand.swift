internal import ArgumentParser
internal import Calendar
internal import Linux
internal import Policy
internal import PolicyFile
internal import Trail

/// `postern run-due`
struct RunDueCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "run-due", abstract: "Do all maintenance that is due.",
        discussion: Help.text(
            """
            What [schedule] of a repository asks for is done in this order: verify, forget, prune, check, purge (of the \
            trash); one run after the other. What was never done is due. A run that failed is tried again after an hour, then after two, four \
            and so on, at least once a day. Only one such command works at a time; another one ends at once with 0.

            With --dry-run nothing is done, and what the schedules ask for is listed. DUE is now, or when. With --json: \
            one object a line with the members repository, kind, due (a time, or null: never), isDue, last (when it was \
            begun last, or null) and outcome (of that, or null); without --dry-run, one report a line, as of postern \
            maintenance history --json.
            """,
            examples: ["postern run-due", "postern run-due --dry-run"],
            found: "a run found something wrong with a repository"))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Only show what is due, and when the rest will be.")
    var dryRun = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let reports = ReportFolder(state: policy.settings.gateway.state)
        let timetable = Timetable(reports, in: world.zone)
        let lines = try policy.repositories.flatMap { try timetable.lines(of: $0) }
        if dryRun {
            show(lines, world)
            return
        }
        let isAlone = try reports.holdingLock {
            try work(lines.filter { ($0.due ?? .max) <= world.now() }, office, policy, reports)
        }
        if !isAlone { world.say("postern: warning: another run-due is at work") }
    }

    /// Does what is due. One run that fails keeps none of the others from being done.
    private func work(
        _ lines: [Timetable.Line], _ office: Office, _ policy: WholePolicy, _ reports: ReportFolder
    ) throws {
        var bad: [RunReport] = []
        for line in lines {
            let upkeep = Upkeep(office, policy, line.repository, isScheduled: true)
            let report = try upkeep.report(line.kind.run)
            if json { office.world.print(report.json.line) } else { Self.tell(report, office.world) }
            if report.outcome != .done { bad.append(report) }
        }
        guard let first = bad.first else { return }
        let ending: Ending = bad.allSatisfy { $0.outcome == .found } ? .found : .failed
        throw Complaint(
            "\(bad.count) of \(lines.count) runs were not done, or found something; the first is "
                + "\(first.kind.rawValue) of \(Escaped.text(first.repository)): \(Escaped.text(first.reason))",
            hint: "postern maintenance show \(first.name)", ending)
    }

    private static func tell(_ report: RunReport, _ world: World) {
        let reason = report.reason.isEmpty ? "" : ": " + Escaped.text(report.reason)
        world.print(
            "\(report.kind.rawValue) of \(Escaped.text(report.repository)): \(report.outcome.rawValue)\(reason)"
                + " (run \(report.name))")
    }

    private func show(_ lines: [Timetable.Line], _ world: World) {
        if json {
            lines.forEach { world.print(Self.object($0, world).line) }
            return
        }
        var table = Table("REPOSITORY", "WHAT", "DUE", "LAST", "OUTCOME")
        for line in lines {
            let due = line.due.map { $0 <= world.now() ? "now" : world.zone.text(Moment(milliseconds: $0 * 1000)) }
            table.add(
                line.repository.name, line.kind.rawValue, due ?? "never",
                line.last.map { world.zone.text($0.began) } ?? "",
                line.last?.outcome.rawValue ?? "")
        }
        table.lines.forEach(world.print)
    }

    private static func object(_ line: Timetable.Line, _ world: World) -> JSON {
        .object([
            ("repository", .text(line.repository.name)), ("kind", .text(line.kind.rawValue)),
            ("due", .text(line.due.map { Moment(milliseconds: $0 * 1000).description })),
            ("isDue", .flag((line.due ?? .max) <= world.now())), ("last", .text(line.last?.began.description)),
            ("outcome", .text(line.last?.outcome.rawValue)),
        ])
    }
}

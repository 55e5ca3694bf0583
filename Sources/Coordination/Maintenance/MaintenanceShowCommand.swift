internal import ArgumentParser
internal import Calendar
internal import LedgerWire
internal import Policy
internal import PolicyFile

/// `postern maintenance show`
struct MaintenanceShowCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show what a run of maintenance did, and what restic said.",
        discussion: Help.text(
            "With --json: the object of postern maintenance history --json.",
            examples: ["postern maintenance show 4711", "postern maintenance show 4711 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The run, as postern maintenance history tells it.")
    var run: String

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let folder = ReportFolder(state: try office.policy().settings.gateway.state)
        guard let entry = try folder.entries().last(where: { $0.name == run }) else {
            throw Complaint(
                "there is no report of a run \"\(Escaped.text(run))\"",
                hint: "postern maintenance history shows which there are")
        }
        let report = try folder.report(entry)
        json ? world.print(report.json.line) : Self.lines(of: report, world).forEach(world.print)
    }

    private static func lines(of report: RunReport, _ world: World) -> [String] {
        var table = Table.plain()
        table.add("run", report.name)
        table.add("what", "\(report.kind.rawValue) \(report.repository)")
        table.add("who", report.actor + (report.isScheduled ? " (by schedule)" : ""))
        table.add("began", world.zone.text(report.began))
        table.add("ended", world.zone.text(report.ended))
        table.add("outcome", report.outcome.rawValue)
        if !report.reason.isEmpty { table.add("why", report.reason) }
        if !report.hint.isEmpty { table.add("to do", report.hint) }
        for count in report.counts { table.add(count.name.replacing("_", with: " "), "\(count.number)") }
        let words = report.text.split(separator: "\n", omittingEmptySubsequences: false)
        return table.lines + (report.text.isEmpty ? [] : ["", "restic said:"] + words.map { "  " + Escaped.text($0) })
    }
}

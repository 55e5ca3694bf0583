internal import ArgumentParser
internal import LedgerWire
internal import Policy

/// What all commands of maintenance take.
struct UpkeepOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository, by its name or its place.", valueName: "repo"))
    var repository: String

    @Flag(help: "Print JSON.")
    var json = false

    /// What `--json` prints, for the help.
    static let form =
        "With --json: the run's report, an object as of postern maintenance history --json. The report is kept, with all "
        + "that restic said: postern maintenance show."

    /// Begins to work.
    func upkeep(in world: World) throws -> Upkeep {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        return Upkeep(office, policy, try office.repository(repository, in: policy))
    }

    /// Shows what came of it, and ends the command as it should end.
    ///
    /// - Throws: ``Complaint`` unless it was done.
    func show(_ report: RunReport, in world: World) throws(Complaint) {
        if json {
            world.print(report.json.line)
        } else {
            let counts = report.counts.filter { $0.number > 0 }.map { count in
                let isSize = count.name.hasPrefix("bytes_")
                return
                    "\(count.name.replacing("_", with: " ")) \(isSize ? Amount.size(count.number) : "\(count.number)")"
            }
            let sums = counts.isEmpty ? "" : ": " + counts.joined(separator: ", ")
            world.print(
                "\(report.kind.rawValue) of \(Escaped.text(report.repository)): \(report.outcome.rawValue)\(sums) "
                    + "(run \(report.name))")
        }
        switch report.outcome {
        case .done: return
        case .found: throw Complaint(report.reason, hint: report.hint, .found)
        case .failed, .refused: throw Complaint(report.reason, hint: report.hint.isEmpty ? nil : report.hint)
        }
    }
}

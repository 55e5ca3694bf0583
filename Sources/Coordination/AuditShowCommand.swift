internal import ArgumentParser
internal import Policy
internal import Trail

/// `postern audit show`
struct AuditShowCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show one row of the trail, and the rows that belong to it.",
        discussion: Help.text(
            """
            The row's session, the row that it names as failed or lost, and the rows that name it are told too. Times \
            are the gateway's local time.

            With --json: an object with the members row, opened (the first row of its session, or null), closed (the \
            last one, or null), names (the row that it names, or null), named (a list of the rows that name it) and \
            retry (whether it is restic's own noise). The rows are as they are stored.
            """, examples: ["postern audit show 4711"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The row's number.", transform: Words.number)
    var seq: UInt64

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let trail = try AuditTrail(try configuration.folder())
        guard let row = try trail.reader.row(seq) else {
            throw Complaint("there is no row \(seq)", hint: "the last one has the number \(try trail.reader.last())")
        }
        let kin = try RowKin(of: row, in: trail)
        json ? world.print(kin.json.line) : kin.lines(world).forEach(world.print)
    }
}

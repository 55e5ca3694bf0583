internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Restic
internal import Trail

/// `postern trash list REPO`
struct TrashListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What lies in a repository's trash, a line for each run.",
        discussion: Help.text(
            """
            It stays until UNTIL, the policy's hold after the run, and then until postern trash purge. With --json: a \
            list of objects with the members run, kind, at, until, objects, snapshots, bytes.
            """, examples: ["postern trash list web1", "postern trash list web1 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let repository = try office.repository(name, in: policy)
        let storage = try office.storage(of: repository, policy.settings.gateway)
        let parts = try TrashPart.all(of: repository, in: storage, AuditTrail(office.configuration).reader)
        if json { return world.print(JSON.list(parts.map { json($0, repository.hold) }).line) }
        var table = Table("RUN", "KIND", "AT", "UNTIL", "OBJECTS", "SNAPSHOTS", "SIZE")
        for part in parts where !part.objects.isEmpty {
            table.add(
                "\(part.run)", part.row?.entry.object ?? "", part.row.map { world.zone.text($0.at) } ?? "",
                part.heldUntil(repository.hold).map { world.zone.text(Moment(milliseconds: $0)) } ?? "",
                "\(part.objects.count)", "\(part.snapshots)", Amount.size(part.size.bytes))
        }
        table.lines.forEach(world.print)
    }

    private func json(_ part: TrashPart, _ hold: Duration) -> JSON {
        .object([
            ("run", .number(part.run)), ("kind", .text(part.row?.entry.object)),
            ("at", .text(part.row.map { "\($0.at)" })),
            ("until", .text(part.heldUntil(hold).map { "\(Moment(milliseconds: $0))" })),
            ("objects", .number(UInt64(part.objects.count))), ("snapshots", .number(UInt64(part.snapshots))),
            ("bytes", .number(part.size.bytes)),
        ])
    }
}

extension TrashPart {
    /// How many snapshots are in it.
    var snapshots: Int {
        objects.count { if case .file(.snapshots, _) = $0.object { true } else { false } }
    }
}

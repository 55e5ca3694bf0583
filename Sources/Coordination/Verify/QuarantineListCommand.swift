internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Restic
internal import Trail

/// `postern quarantine list REPO`
struct QuarantineListCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "What is quarantined, an object a line.",
        discussion: Help.text(
            """
            It stays until UNTIL, the policy's hold after the run, and then until postern trash purge. With --json: a \
            list of objects with the members run, kind, at, until, object, bytes.
            """, examples: ["postern quarantine list web1", "postern quarantine list web1 --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let repository = try office.repository(name, in: policy)
        let parts = try TrashPart.quarantined(of: repository, office, policy)
        if json {
            let objects = parts.flatMap { part in
                part.objects.map { one in
                    JSON.object([
                        ("run", .number(part.run)), ("kind", .text(part.row?.entry.object)),
                        ("at", .text(part.row.map { "\($0.at)" })),
                        (
                            "until",
                            .text(part.heldUntil(repository.hold).map { "\(Moment(milliseconds: $0))" })
                        ), ("object", .text(one.object.description)), ("bytes", .number(one.size.bytes)),
                    ])
                }
            }
            return world.print(JSON.list(objects).line)
        }
        var table = Table("RUN", "KIND", "AT", "UNTIL", "OBJECT", "SIZE")
        for part in parts {
            for one in part.objects {
                table.add(
                    "\(part.run)", part.row?.entry.object ?? "", part.row.map { world.zone.text($0.at) } ?? "",
                    part.heldUntil(repository.hold).map { world.zone.text(Moment(milliseconds: $0)) } ?? "",
                    one.object.description, Amount.size(one.size.bytes))
            }
        }
        table.lines.forEach(world.print)
    }
}

extension TrashPart {
    /// The parts of a repository's trash that were quarantined, by hand or by verify.
    static func quarantined(of repository: Repository, _ office: Office, _ policy: WholePolicy) throws -> [TrashPart] {
        let storage = try office.storage(of: repository, policy.settings.gateway)
        return try all(of: repository, in: storage, AuditTrail(office.configuration).reader).filter { part in
            guard let kind = part.row.flatMap({ RunKind(rawValue: $0.entry.object) }) else { return false }
            return kind == .quarantine || kind == .repair
        }
    }
}

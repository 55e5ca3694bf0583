internal import ArgumentParser
internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile

/// `postern trash restore REPO RUN`
struct TrashRestoreCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Bring back all that one run removed.",
        discussion: Help.text(
            """
            Packs come back first and snapshots last, so hosts may go on meanwhile. The latest run comes back first: an \
            older one relies on what later ones removed. What the run removed by the policy's \
            [keep] the next scheduled run removes again: change the policy first. If it is cut off, give it again. With \
            --json: an object with the members run and restored.
            """, examples: ["postern trash list web1", "postern trash restore web1 4711"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Argument(help: ArgumentHelp("The run, as postern trash list shows it.", valueName: "run"))
    var number: UInt64

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let gateway = policy.settings.gateway
        let repository = try office.repository(name, in: policy)
        let storage = try office.storage(of: repository, gateway)
        let parts = try TrashPart.all(of: repository, in: storage, AuditTrail(office.configuration).reader)
        guard let part = parts.first(where: { $0.run == number }), !part.restorable.isEmpty else {
            throw Complaint(
                "run \(number) has nothing in the trash of \(Escaped.text(name))",
                hint: "postern trash list \(Escaped.text(name)) shows the runs")
        }
        try refuse(part, before: parts)
        let count = try office.maintain(.restore, repository, gateway) { run in
            try run.tend(
                part.restorable.map { TrashOrder(.restore, $0, run: part.run) }, telling: "bringing objects back",
                in: world)
            let count = part.restorable.count
            return (count, [AdminAct.Detail("of", "\(part.run)"), AdminAct.Detail("objects", "\(count)")])
        }
        if json {
            world.print(JSON.object([("run", .number(part.run)), ("restored", .number(UInt64(count)))]).line)
        } else {
            world.print("brought back \(count) objects of run \(part.run), \(part.snapshots) of them snapshots")
        }
    }

    /// An index of its time names packs that later runs took away: a host would believe in them.
    private func refuse(_ part: TrashPart, before parts: [TrashPart]) throws(Complaint) {
        guard let later = parts.last(where: { $0.run > part.run && $0.holdsData }) else { return }
        throw Complaint(
            "run \(later.run) removed later what run \(part.run) relies on",
            hint: "bring back the latest first: postern trash restore \(Escaped.text(name)) \(later.run)")
    }
}

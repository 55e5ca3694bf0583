internal import ArgumentParser
internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern trash purge REPO`
struct TrashPurgeCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "purge", abstract: "Remove for good what the trash has held for as long as the policy says.",
        discussion: Help.text(
            """
            With --until-free the oldest runs go first, also those whose hold is not over, until so much is free in the \
            storage; it asks before. With --json: an object with the members runs, objects and bytes.
            """,
            examples: [
                "postern trash purge web1", "postern trash purge web1 --until-free 50GiB",
                "postern trash purge web1 --until-free 50GiB --yes",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Option(
        help: ArgumentHelp("Go on until so much is free, the oldest first.", valueName: "size"), transform: Words.size)
    var untilFree: ByteCount?

    @Flag(help: "Do not ask.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let gateway = policy.settings.gateway
        let repository = try office.repository(name, in: policy)
        let storage = try office.storage(of: repository, gateway)
        let parts = try TrashPart.all(of: repository, in: storage, AuditTrail(office.configuration).reader)
        let chosen = try choose(parts, repository, storage, world)
        let orders = chosen.flatMap(\.purge)
        if !orders.isEmpty {
            try office.maintain(.purge, repository, gateway) { run in
                try run.tend(orders, telling: "removing objects for good", in: world)
                return ((), [AdminAct.Detail("objects", "\(orders.count)")])
            }
        }
        let size = chosen.reduce(ByteCount.zero) { $0 + $1.size }
        if json {
            world.print(
                JSON.object([
                    ("runs", .list(chosen.map { .number($0.run) })), ("objects", .number(UInt64(orders.count))),
                    ("bytes", .number(size.bytes)),
                ]).line)
        } else {
            world.print("removed \(orders.count) objects of \(chosen.count) runs for good, \(Amount.size(size.bytes))")
        }
    }

    private func choose(
        _ parts: [TrashPart], _ repository: Repository, _ storage: LocalStorage, _ world: World
    ) throws -> [TrashPart] {
        let now = world.now()
        guard let wanted = untilFree else { return parts.filter { $0.isOver(repository.hold, at: now) } }
        let free = try storage.free()
        var (chosen, expected) = ([TrashPart](), free)
        for part in parts where expected < wanted {
            chosen.append(part)
            expected = expected + part.size
        }
        let early = chosen.count { !$0.isOver(repository.hold, at: now) }
        if early > 0 {
            try Question.ask(
                "\(early) of \(chosen.count) runs leave the trash though their hold is not over", isAnswered: yes,
                in: world)
        }
        return chosen
    }
}

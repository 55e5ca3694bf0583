internal import ArgumentParser
internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern quarantine REPO OBJECT…`
struct QuarantineAddCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Move objects of a repository to its trash; each is a row.",
        discussion: Help.text(
            """
            An object is written KIND/ID, as verify, snapshots and the trail write it; of ID the first eight digits are \
            enough where they name one object. Hosts that run are waited for, as by prune. The word add may be left out. \
            With --json: an object with the members run and objects.
            """,
            examples: [
                "postern quarantine web1 snapshots/5c3f0a1b", "postern quarantine web1 index/9e0f66a1 data/0d5ba2c7",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Argument(help: ArgumentHelp("The objects.", valueName: "object"))
    var objects: [String]

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let upkeep = Upkeep(office, policy, try office.repository(name, in: policy))
        let storage = try office.storage(of: upkeep.repository, policy.settings.gateway)
        guard let inventory = try Inventory(of: upkeep.repository.place, in: storage) else {
            throw Complaint(
                "there is nothing at \(upkeep.repository.place)", hint: "postern repo list shows what is ready")
        }
        let chosen = try objects.map { try Self.find($0, inventory) }
        let number = try office.maintain(.quarantine, upkeep.repository, policy.settings.gateway) { run in
            try upkeep.drain(run)
            try run.tend(
                chosen.map { TrashOrder(.trash, $0, run: run.number) }, telling: "moving objects to the trash",
                in: world)
            return (run.number, [AdminAct.Detail("objects", "\(chosen.count)")])
        }
        if json {
            world.print(
                JSON.object([("run", .number(number)), ("objects", .texts(chosen.map(\.description)))]).line)
        } else {
            world.print("quarantined \(Amount.count(UInt64(chosen.count), "object")) (run \(number))")
        }
    }

    /// The one object that is meant.
    private static func find(_ text: String, _ inventory: Inventory) throws -> Object {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let kind = FileKind(rawValue: String(parts[0])), parts[1].utf8.count >= 8 else {
            throw Complaint(
                "\(Escaped.text(text)) is no object", hint: "write KIND/ID, for example snapshots/5c3f0a1b", .usage)
        }
        let found = try inventory.names(of: kind).filter { $0.hex.hasPrefix(parts[1]) }
        guard let name = found.first, found.count == 1 else {
            throw Complaint(
                found.isEmpty
                    ? "\(Escaped.text(text)) is not there" : "\(Escaped.text(text)) are \(found.count) objects",
                hint: "postern verify, snapshots and audit list show the names of objects")
        }
        return .file(kind, name)
    }
}

internal import ArgumentParser
internal import Catalog
internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Restic
internal import Store

/// `postern repo import`
struct RepoImportCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take note of what lay in a repository before it came to the gateway.",
        discussion: Help.text(
            """
            For a repository that another program filled, and that lies at the place of its file already: all objects \
            that the trail does not know get rows, so that they count for the quota, audit verify --store knows them, and \
            the repository's disappearance is an alarm. Nothing is moved or read. When they were received nobody knows: \
            a snapshot among them takes its own time wherever the received time would count. The ledger must be \
            running; the command may be given again at any time.

            With --json: an object with the members name, at, objects, bytes, snapshots (of what was taken note of now), \
            rows.
            """, examples: ["postern repo add old --at main:old", "postern repo import old"]))

    /// Details of a row that hold objects; two more say the place and who did it.
    private static let detailsOfRow = WireLimits.details - 2

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The repository's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        guard let repository = policy.repositories.first(where: { $0.name == name.description }) else {
            throw NoRepository.named(name)
        }
        let place = repository.place
        guard case .local(let root, _) = policy.settings.gateway.storages[place.storage],
            let inventory = try Inventory(of: place, in: LocalStorage(root: root)),
            try RepositoryState.of(place, policy.settings.gateway) == .ready
        else {
            throw Complaint(
                "there is no repository at \(place)", hint: "postern repo show \(name) says what lies there")
        }
        let new = try unknown(inventory, place, try office.holdings(), world)
        let rows = try tell(new, place, "\(policy.settings.gateway.state)/run/ledger.sock", world)
        report(new, place, rows, world)
    }

    /// What lies there and no row tells of.
    private func unknown(
        _ inventory: Inventory, _ place: Place, _ holdings: Holdings?, _ world: World
    ) throws -> [(Object, ByteCount)] {
        var new: [(Object, ByteCount)] = []
        var failure: CatalogError?
        let progress = Progress("looking at objects", in: world)
        try inventory.forEach { (object, size) throws(StoreError) in
            progress.advance()
            do throws(CatalogError) {
                if try holdings?.holds(object, at: place.description, before: UInt64(Int64.max)) ?? false { return }
                new.append((object, size))
            } catch {
                failure = failure ?? error
            }
        }
        progress.finish()
        if let failure { throw failure }
        return new
    }

    /// Writes the rows.
    private func tell(
        _ objects: [(Object, ByteCount)], _ place: Place, _ socket: String, _ world: World
    ) throws -> Int {
        var texts = ImportedObjects.texts(objects, limit: WireLimits.text)[...]
        let progress = Progress("writing rows", of: UInt64(texts.count / Self.detailsOfRow + 1), in: world)
        var rows = 0
        while !texts.isEmpty {
            let details =
                [AdminAct.Detail(ImportedObjects.place, place.description)]
                + texts.prefix(Self.detailsOfRow).enumerated().map {
                    AdminAct.Detail("\(ImportedObjects.objects)\($0 + 1)", $1)
                }
            texts = texts.dropFirst(Self.detailsOfRow)
            do throws(LedgerError) {
                try LedgerAdmin.record(
                    socket: socket, actor: world.actor, action: .repositoryImport, object: name.description,
                    detail: details)
            } catch {
                throw Complaint(
                    "\(Chronicle.why(error)), so not all objects are known", hint: "give the command again later")
            }
            rows += 1
            progress.advance()
        }
        progress.finish()
        return rows
    }

    private func report(_ new: [(Object, ByteCount)], _ place: Place, _ rows: Int, _ world: World) {
        let bytes = new.reduce(UInt64(0)) { $0 + $1.1.bytes }
        let snapshots = new.count { object, _ in
            if case .file(.snapshots, _) = object { true } else { false }
        }
        if json {
            return world.print(
                JSON.object([
                    ("name", .text(name.description)), ("at", .text(place.description)),
                    ("objects", .number(UInt64(new.count))), ("bytes", .number(bytes)),
                    ("snapshots", .number(UInt64(snapshots))), ("rows", .number(UInt64(rows))),
                ]).line)
        }
        guard !new.isEmpty else { return world.print("all objects of \(name) are known already") }
        world.print("\(Amount.count(UInt64(new.count), "object")) of \(name) are known now (\(Amount.size(bytes)))")
        if snapshots > 0 {
            world.print(
                "\(Amount.count(UInt64(snapshots), "snapshot")) have no received time: their own time counts instead")
        }
    }
}

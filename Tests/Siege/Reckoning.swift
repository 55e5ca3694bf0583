internal import Catalog
internal import Glibc
internal import Policy
internal import Peer
internal import Restic
internal import Trail

/// Whether store, trail and catalog of a castle agree. Nobody may be at work in it, the ledger neither.
public struct Reckoning {
    /// What does not agree.
    public private(set) var problems: [String] = []
    /// How many objects all repositories hold.
    public private(set) var objects = 0
    /// How many rows the trail has.
    public let rows: Int

    private let castle: Castle

    /// Lets a new session of each client settle what dead ones left, and then counts everything.
    public init(_ castle: Castle, clients: [String]) throws(SiegeError) {
        self.castle = castle
        try castle.startLedger()
        for client in clients { try castle.doors.visit(client) }
        try castle.endLedger()
        let rows = try TrailLook.rows(in: castle.trail)
        self.rows = rows.count
        let saved = Set(
            rows.filter { $0.entry.action == .save && $0.entry.outcome == .allowed }
                .map { "\($0.entry.client) \($0.entry.object) \($0.entry.bytes.bytes)" })
        for client in clients { try look(at: client, saved) }
        try rebuild()
    }

    private mutating func look(at client: String, _ saved: Set<String>) throws(SiegeError) {
        let left = Files.names(in: "\(castle.repository(client))/tmp")
        if !left.isEmpty { problems.append("left in tmp of \(client): \(left)") }
        let stored = castle.objects(client)
        objects += stored.count
        for (object, size) in stored where !saved.contains("\(client) \(object) \(size)") {
            problems.append("\(client): \(object) of \(size) bytes has no row")
        }
        let place = try castle.place(client)
        do throws(CatalogError) {
            problems += try Self.problems(
                of: Catalog("\(castle.state)/catalog/catalog.sqlite"), at: place, stored)
        } catch {
            throw .failed("the catalog", "\(error)")
        }
    }

    private static func problems(
        of catalog: Catalog, at place: Place, _ stored: [(object: Object, size: UInt64)]
    ) throws(CatalogError) -> [String] {
        var problems: [String] = []
        for (object, _) in stored where try catalog.received(object, at: place) == nil {
            problems.append("\(place): the catalog does not know \(object)")
        }
        let usage = try catalog.usage(of: place)
        if usage.objects != UInt64(stored.count) {
            problems.append("\(place): the catalog counts \(usage.objects) objects, the store has \(stored.count)")
        }
        let cost = stored.reduce(ByteCount.zero) { $0 + ObjectCost.of(ByteCount(bytes: $1.size)) }
        if usage.cost != cost { problems.append("\(place): the catalog counts \(usage.cost), the store has \(cost)") }
        let unsettled = try catalog.unsettled(at: place, limit: 10)
        if !unsettled.isEmpty { problems.append("\(place): unsettled: \(unsettled)") }
        let open = try catalog.openSessions()
        if !open.isEmpty { problems.append("open sessions: \(open)") }
        return problems
    }

    /// The catalog must be what follows from the trail, and nothing else.
    private mutating func rebuild() throws(SiegeError) {
        let before = try dump()
        try castle.rebuildCatalog()
        let after = try dump()
        if before != after {
            let difference = Set(before).symmetricDifference(after).sorted().prefix(6)
            problems.append("the catalog made anew is another one: \(difference.joined(separator: "; "))")
        }
    }

    private func dump() throws(SiegeError) -> [String] {
        var lines: [String] = []
        do throws(CatalogError) {
            try Catalog("\(castle.state)/catalog/catalog.sqlite").dump { lines.append($0) }
        } catch {
            throw .failed("the catalog", "\(error)")
        }
        return lines
    }
}

extension Castle {
    /// The trail's database.
    var trail: String { "\(state)/trail/audit.sqlite" }

    /// Where a client's repository lies, as in the policy.
    func place(_ client: String) throws(SiegeError) -> Place {
        do throws(PlaceError) {
            return try Place(parsing: "main:\(Self.group)/\(client)")
        } catch {
            throw .failed("the place of \(client)", "\(error)")
        }
    }

    /// The paths of all objects that a repository holds, as restic asks for them.
    public func stored(_ client: String = "web1") -> Set<String> { Set(objects(client).map { "\($0.object)" }) }

    /// All objects that a repository's folder holds, with their sizes.
    func objects(_ client: String) -> [(object: Object, size: UInt64)] {
        let root = repository(client)
        var paths = ["config"]
        for kind in FileKind.allCases {
            let folders = kind == .data ? Files.names(in: "\(root)/data").map { "data/\($0)" } : [kind.rawValue]
            for folder in folders { paths += Files.names(in: "\(root)/\(folder)").map { "\(folder)/\($0)" } }
        }
        return paths.compactMap { path in
            guard case .object(let object)? = StoredPath("\(Self.group)/\(client)/\(path)", of: client) else {
                return nil
            }
            var status = stat()
            guard unsafe lstat("\(root)/\(path)", &status) == 0, status.st_size > 0 else { return nil }
            return (object, UInt64(status.st_size))
        }
    }
}

extension Doors {
    /// A session that only comes and goes.
    func visit(_ client: String) throws(SiegeError) {
        let gate = try gate(client)
        let answer = try SiegeError.wrap { () throws(PeerError) in try gate.ask("GET", "/file-1") }
        let status = try SiegeError.wrap { () throws(PeerError) in try gate.leave() }
        guard answer.status == 404, status == .exited(0) else {
            throw .failed("a visit of \(client)", "\(answer.status), \(status)\n\(gate.standardError)")
        }
    }
}

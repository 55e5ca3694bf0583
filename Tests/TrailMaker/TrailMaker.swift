internal import Policy
internal import Restic
package import Trail

/// Makes a trail as busy gateways do: sessions of several clients that store packs, an index and a snapshot, and take
/// their lock away again; now and then one is refused something, dies, or stores what is there already.
package struct TrailMaker {
    /// Rows that one transaction takes.
    private static let batch: UInt64 = 5000

    private let trail: TrailWriter
    private let clients: Int
    private var random: Random
    private var open: [Session] = []

    private struct Session {
        let number: UInt64
        let client: Int
        var lock: UInt64?
        var saves = 0
        var planned: Int
    }

    /// Takes a trail that is open for writing, empty or not.
    package init(_ trail: TrailWriter, clients: Int = 12, seed: UInt64 = 1) {
        self.trail = trail
        self.clients = clients
        random = Random(state: seed)
    }

    /// Adds rows up to this number, and closes all sessions with a few more.
    package mutating func fill(upTo last: UInt64) throws(TrailError) {
        while trail.last < last {
            try step()
            if trail.last % Self.batch == 0 { try trail.commit() }
        }
        for index in open.indices.reversed() { try close(index) }
        try trail.commit()
    }

    private mutating func step() throws(TrailError) {
        if open.isEmpty || (open.count < 6 && random.next(50) == 0) { return try start() }
        let index = Int(random.next(UInt64(open.count)))
        if open[index].saves >= open[index].planned { return try close(index) }
        open[index].saves += 1
        switch random.next(100) {
        case 0: _ = try add(.remove, object(.snapshots), .refused, "append-only", of: open[index])
        case 1:
            let row = try save(object(.data), of: open[index])
            _ = try add(.save, object(.data), .failed, "present", of: open[index], [.init("row", row)])
        case 2...4: try save(object(.index), of: open[index])
        default: try save(object(.data), of: open[index])
        }
    }

    private mutating func start() throws(TrailError) {
        let client = Int(random.next(UInt64(clients)))
        let entry = Entry(
            client: "host\(client)", key: Self.key(client), source: "192.0.2.\(client)", repository: "host\(client)",
            action: .open, outcome: .allowed,
            details: [
                .init("asked", "serve restic --stdio --b2-hard-delete host\(client)"), .init("level", "landlock-7"),
                .init("place", "main:hosts/host\(client)"), .init("pid", 1000 + UInt64(client)),
            ])
        let row = try trail.append(entry, session: nil)
        var session = Session(number: row.seq, client: client, planned: 20 + Int(random.next(400)))
        if row.seq <= UInt64(clients) * 20 { _ = try add(.create, "", .allowed, "", of: session) }
        let lock = object(.locks)
        session.lock = try save(lock, of: session)
        _ = try add(.remove, lock, .allowed, "", of: session)
        open.append(session)
    }

    private mutating func close(_ index: Int) throws(TrailError) {
        let session = open.remove(at: index)
        let died = random.next(40) == 0
        if !died { try save(object(.snapshots), of: session) }
        let details: [Entry.Detail] =
            died
            ? []
            : [
                .init("saves", UInt64(session.saves)), .init("loads", 3), .init("lists", 4),
                .init("bytesIn", UInt64(session.saves) << 24), .init("bytesOut", 4711), .init("snapshots", 1),
                .init("refusals", 0),
            ]
        let outcome: Outcome = died ? .failed : .allowed
        _ = try add(.close, "", outcome, died ? "gate died" : "", of: session, details)
    }

    @discardableResult
    private mutating func save(_ object: String, of session: Session) throws(TrailError) -> UInt64 {
        try add(.save, object, .allowed, "", of: session, bytes: 1 << 20 + random.next(1 << 24))
    }

    private func add(
        _ action: Action, _ object: String, _ outcome: Outcome, _ reason: String, of session: Session,
        _ details: [Entry.Detail] = [], bytes: UInt64 = 0
    ) throws(TrailError) -> UInt64 {
        let entry = Entry(
            client: "host\(session.client)", key: Self.key(session.client), source: "192.0.2.\(session.client)",
            repository: "host\(session.client)", action: action, object: object, bytes: ByteCount(bytes: bytes),
            outcome: outcome, reason: reason, details: details)
        return try trail.append(entry, session: session.number).seq
    }

    private mutating func object(_ kind: FileKind) -> String {
        let name = (0..<4).map { _ in
            let digits = String(random.next(), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }
        return "\(kind.rawValue)/\(name.joined())"
    }

    private static func key(_ client: Int) -> String {
        "SHA256:" + String(repeating: "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[client % 26], count: 43)
    }
}

extension String {
    fileprivate subscript(place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}

/// Numbers that are the same in each run. Source: Sebastiano Vigna, splitmix64.
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func next(_ bound: UInt64) -> UInt64 { next() % bound }
}

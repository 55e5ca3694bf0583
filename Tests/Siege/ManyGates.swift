internal import HTTP2
internal import Linux
internal import Peer
internal import Policy
internal import Trail

/// Gates of different clients that upload at once, and what the trail tells of it afterwards.
public struct ManyGates: Sendable {
    /// What came of it.
    public struct Reckoning: Sendable {
        /// How many objects were answered with 200.
        public internal(set) var stored = 0
        /// What must not be.
        public internal(set) var problems: [String] = []
    }

    private let count: Int
    private let objects: Int

    /// - Parameters:
    ///   - count: how many gates.
    ///   - objects: how many packs each stores, beside a key and a `config`.
    public init(count: Int, objects: Int) {
        self.count = count
        self.objects = objects
    }

    /// Uploads all, and compares the trail with it.
    ///
    /// - Throws: ``SiegeError``.
    public func run() throws(SiegeError) -> Reckoning {
        let clients = (1...count).map { "web\($0)" }
        let castle = try Castle(clients: Dictionary(uniqueKeysWithValues: clients.map { ($0, "") }))
        try castle.startLedger()
        let done = Monitor([String: Result<[String], any Error>]())
        for (number, client) in clients.enumerated() {
            let (doors, objects) = (castle.doors, objects)
            try SiegeError.wrap { () throws(SystemCallError) in
                try Worker.start {
                    let paths = Result { try Self.upload(objects, to: doors, as: client, seed: UInt64(number) << 32) }
                    done.change { $0[client] = paths }
                }
            }
        }
        let outcomes = done.wait { $0.count == clients.count ? $0 : nil }
        try castle.endLedger()
        let rows = try TrailLook.rows(in: "\(castle.state)/trail/audit.sqlite")
        return reckon(outcomes, rows)
    }

    private static func upload(
        _ objects: Int, to doors: Doors, as client: String, seed: UInt64
    ) throws -> [String] {
        let gate = try doors.gate(client)
        let samples =
            [Sample.key, .config] + (0..<objects).map { Sample("data", 20_000, seed: seed + UInt64($0) + 1) }
        let first = try samples.prefix(2).map { try gate.store($0) }
        let uploads = try samples.dropFirst(2).map { try gate.start("POST", "/\($0.path)", body: $0.bytes) }
        for upload in uploads { _ = try gate.finish(upload) }
        try gate.leave()
        return zip(samples, first + uploads.map { $0.status ?? 0 }).filter { $0.1 == 200 }.map(\.0.path)
    }

    private func reckon(_ outcomes: [String: Result<[String], any Error>], _ rows: [Row]) -> Reckoning {
        var reckoning = Reckoning()
        for (row, number) in zip(rows, 1...) where row.seq != UInt64(number) {
            reckoning.problems.append("row \(number) is missing")
            break
        }
        for (client, outcome) in outcomes.sorted(by: { $0.key < $1.key }) {
            let own = rows.filter { $0.entry.client == client }
            switch outcome {
            case .failure(let error): reckoning.problems.append("\(client): \(error)")
            case .success(let paths):
                reckoning.stored += paths.count
                let saved = own.filter { $0.entry.action == .save && $0.entry.outcome == .allowed }.map(\.entry.object)
                if saved.sorted() != paths.sorted() {
                    reckoning.problems.append("\(client): its rows are not its objects")
                }
            }
            if Set(own.map(\.session)).count != 1 || own.first?.entry.action != .open
                || own.last?.entry.action != .close || own.last?.entry.outcome != .allowed
            {
                reckoning.problems.append("\(client): its rows are not one session in order")
            }
        }
        return reckoning
    }
}

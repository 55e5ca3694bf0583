internal import Glibc
internal import LedgerClient
internal import LedgerWire
internal import Linux
internal import Peer
internal import Policy
internal import Restic

/// How many rows the ledger makes durable for 20 gates at once. Each asks as a gate does, from its four workers.
enum LedgerRows {
    private static let gates = 20
    private static let workers = 4

    static func rows(_ field: Field) throws -> [Row] {
        let time = Duration.seconds(field.options.isQuick ? 2 : 8)
        let process = field.gateway.ledger.processID ?? 0
        let before = try Processes.processorTime(of: process)
        let sessions = try (0..<gates).map { try open(field.gateway.socket, $0) }
        let results = Monitor<[Result<Int, LedgerError>]>([])
        let end = ContinuousClock.now + time
        for worker in 0..<(gates * workers) {
            let session = sessions[worker % gates]
            try Worker.start {
                let result = Result { () throws(LedgerError) in try store(session, UInt64(worker), until: end) }
                results.change { $0.append(result) }
            }
        }
        let counts = results.wait { $0.count == gates * workers ? $0 : nil }
        let rows = try counts.reduce(0) { try $0 + $1.get() }
        for session in sessions { session.close(SessionCounts()) }
        let processor = try Processes.processorTime(of: process) - before
        let memory = try Processes.memory("VmRSS", of: process)
        return [
            Row(
                what: "ledger: rows a second made durable for \(gates) gates at once", goal: "",
                ours: Text.decimal(Double(rows) / time.inSeconds, 0), verdict: .noGoal),
            Row(
                what: "ledger: CPU a row", goal: "", ours: Text.time(processor / Double(rows)), verdict: .noGoal),
            Row(
                what: "ledger: resident after all of the above", goal: "≤ 12 MiB", ours: Text.mebibytes(memory),
                verdict: memory <= 12 * 1_048_576 ? .met : .missed),
        ]
    }

    private static func open(_ socket: String, _ number: Int) throws -> LedgerSession {
        var limits = SessionLimits()
        limits.rowsPerDay = 100_000_000
        let name = "ledger\(number)"
        let session = try LedgerSession.open(
            socket: socket,
            SessionOpening(
                client: name, repository: name, place: Place(parsing: "main:\(name)"), configured: true, limits: limits),
            deadline: .seconds(60))
        if let refusal = session.refusal { throw Trouble("the ledger refuses: \(refusal)") }
        return session
    }

    /// Fills the trail with rows as gates do.
    static func fill(_ gateway: Gateway, rows: Int) throws {
        let session = try open(gateway.socket, gates)
        let results = Monitor<[Result<Int, LedgerError>]>([])
        for worker in 0..<16 {
            try Worker.start {
                let result = Result { () throws(LedgerError) in
                    try store(session, UInt64(worker), most: rows / 16 + 1)
                }
                results.change { $0.append(result) }
            }
        }
        for result in results.wait(for: { $0.count == 16 ? $0 : nil }) { _ = try result.get() }
        session.close(SessionCounts())
    }

    /// What a gate asks of the ledger for each pack, without the pack.
    private static func store(
        _ session: LedgerSession, _ worker: UInt64, until end: ContinuousClock.Instant? = nil, most: Int = .max
    ) throws(LedgerError) -> Int {
        var rows = 0
        while rows < most, end.map({ ContinuousClock.now < $0 }) ?? true {
            let digits = String(worker << 40 | UInt64(rows), radix: 16)
            guard let name = FileName(String(repeating: "0", count: 64 - digits.count) + digits) else { return rows }
            let length = ByteCount(bytes: UInt64(Pack.size))
            switch try session.reserve(.file(.data, name), length, free: .unlimited) {
            case .refused: return rows
            case .held: return rows
            case .granted(let room):
                switch try session.permitSave(room) {
                case .refused: return rows
                case .held: return rows
                case .granted(let permit): session.done(permit.row)
                }
            }
            rows += 1
        }
        return rows
    }
}

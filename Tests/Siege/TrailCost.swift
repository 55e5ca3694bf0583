internal import Glibc
internal import LedgerClient
internal import LedgerWire
internal import Linux
internal import Peer
internal import Policy
internal import Restic

/// What the audit trail costs of an upload: all that the ledger does, and what gates spend on asking it.
public struct TrailCost: Sendable, CustomStringConvertible {
    /// How much was uploaded, in MiB.
    public let megabytes: Int
    /// In how many objects.
    public let objects: Int
    /// Seconds of CPU of the gate.
    public let gate: Double
    /// Seconds of CPU of the ledger.
    public let ledger: Double
    /// Seconds of CPU that a process with the gate's own client code takes to ask the ledger as often.
    public let asking: Double

    /// What part of all CPU the trail takes.
    public var share: Double { (ledger + asking) / (gate + ledger) }

    /// For a person.
    public var description: String {
        func rounded(_ number: Double, _ unit: Double) -> Double { (number * unit).rounded() / unit }
        return """
            an upload of \(megabytes) MiB in \(objects) objects: gate \(rounded(gate, 1000)) s, \
            ledger \(rounded(ledger, 1000)) s of CPU
            the trail: ledger \(rounded(ledger, 1000)) s, asking it \(rounded(asking, 1000)) s: \
            \(rounded(share * 100, 100)) %
            """
    }

    /// Measures it, with objects of 16 MiB, as restic makes them, five at a time, as restic sends them.
    ///
    /// - Parameter megabytes: how much is uploaded.
    /// - Throws: ``SiegeError``.
    public init(megabytes: Int) throws(SiegeError) {
        let castle = try Castle(clients: ["web1": "", "probe": ""])
        try castle.startLedger()
        guard let process = castle.ledgerProcess else { throw .failed("the ledger", "it does not run") }
        self.megabytes = megabytes
        objects = megabytes / 16
        let before = Self.seconds(of: process)
        gate = try Self.upload(objects, castle)
        ledger = Self.seconds(of: process) - before
        asking = try Self.ask(objects, castle)
        try castle.endLedger()
    }

    private static func upload(_ objects: Int, _ castle: Castle) throws(SiegeError) -> Double {
        let gate = try castle.doors.gate("web1")
        return try SiegeError.wrap { () throws(PeerError) in
            for sample in [Sample.key, .config] { _ = try gate.store(sample) }
            for start in stride(from: 0, to: objects, by: 5) {
                let samples = (start..<min(start + 5, objects)).map { Sample("data", 16 << 20, seed: UInt64($0) + 1) }
                var uploads = try samples.map { sample throws(PeerError) in
                    try gate.start("POST", "/\(sample.path)", body: sample.bytes)
                }
                while let upload = uploads.popLast() {
                    guard try gate.finish(upload).status == 200 else { throw .hungUp(waitingFor: "200") }
                }
            }
            let seconds = gate.processID.map { Self.seconds(of: $0) } ?? 0
            try gate.leave()
            return seconds
        }
    }

    /// The same questions from this process, often enough to be measured.
    private static func ask(_ objects: Int, _ castle: Castle) throws(SiegeError) -> Double {
        let rounds = 20
        do {
            let opening = SessionOpening(
                client: "probe", repository: "probe", place: try Place(parsing: "main:\(Castle.group)/probe"),
                level: "none", configured: true)
            let session = try LedgerSession.open(
                socket: "\(castle.state)/run/ledger.sock", opening, deadline: .seconds(60))
            let objects = (0..<objects * rounds)
                .compactMap { FileName(Files.sum(Array("\($0)".utf8))) }.map { Object.file(.data, $0) }
            let start = Self.ownSeconds
            for object in objects {
                guard case .granted(let room) = try session.reserve(object, .mebibytes(16), free: .unlimited),
                    case .granted(let permit) = try session.permitSave(room)
                else { throw SiegeError.failed("the ledger", "it refuses an object") }
                session.done(permit.row)
            }
            let spent = Self.ownSeconds - start
            session.close(SessionCounts())
            return spent / Double(rounds)
        } catch let error as SiegeError {
            throw error
        } catch {
            throw .failed("asking the ledger", "\(error)")
        }
    }

    private static var ownSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    /// Seconds of CPU of all threads of a process. Source: proc(5), /proc/PID/task/TID/schedstat.
    private static func seconds(of process: Int32) -> Double {
        let tasks = "/proc/\(process)/task"
        return Files.names(in: tasks).reduce(0) { sum, task in
            sum + (Files.text("\(tasks)/\(task)/schedstat").split(separator: " ").first.flatMap { Double($0) } ?? 0)
                / 1e9
        }
    }
}

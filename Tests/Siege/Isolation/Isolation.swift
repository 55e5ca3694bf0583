internal import Glibc
internal import Peer

/// How much one hostile host slows another client's backup.
public final class Isolation {
    /// One backup.
    public struct Run: Sendable, CustomStringConvertible {
        /// How long it took.
        public let wall: Duration
        /// Seconds of CPU by client, of the ledger, and of restic.
        public let seconds: [String: Double]
        /// What the hostile host was answered.
        public let hostility: String

        /// For a person.
        public var description: String {
            let costs = seconds.sorted { $0.key < $1.key }.map { "\($0.key) \(($0.value * 100).rounded() / 100)" }
            return "\(wall), CPU: \(costs.joined(separator: ", ")) \(hostility)"
        }
    }

    private let castle: Castle
    private let file: String
    private let habits: [Habit]
    private let runs: Int
    private var turn = 0

    /// - Parameters:
    ///   - megabytes: how much is backed up, each time into a new repository.
    ///   - runs: how many backups there will be.
    ///   - habits: what the hostile host does at once.
    /// - Throws: ``SiegeError`` where the gateway cannot be set up.
    public init(megabytes: Int, runs: Int, habits: [Habit]) throws(SiegeError) {
        var clients = ["hostile": ""]
        for run in 1...max(runs, 1) { clients["good\(run)"] = "" }
        castle = try Castle(clients: clients, repositories: ["hostile": "quota = \"256MiB\""])
        (self.habits, self.runs) = (habits, runs)
        file = try castle.makeFile("random", megabytes << 20)
        try castle.startLedger()
        for run in 1...max(runs, 1) {
            try castle.doors.finish(castle.doors.restic(["init"], as: "good\(run)"), "init")
        }
        // So that there is something to list.
        let gate = try castle.doors.gate("hostile")
        for sample in [Sample.key, .config] {
            _ = try SiegeError.wrap { () throws(PeerError) in try gate.store(sample) }
        }
        try SiegeError.wrap { () throws(PeerError) in try gate.leave() }
    }

    /// Backs up, alone or while the hostile host does its worst.
    ///
    /// - Parameters:
    ///   - besieged: which of the two.
    ///   - least: how long the hostile host goes on at least.
    /// - Returns: what the backup took.
    /// - Throws: ``SiegeError`` where it does not succeed.
    public func run(besieged: Bool, least: Duration = .zero) throws(SiegeError) -> Run {
        turn += 1
        let watch = try CPUWatch(castle.folder)
        let load = besieged ? try HostileLoad("hostile", castle.doors, habits: habits) : nil
        if besieged { sleep(1) }
        let start = ContinuousClock.now
        let restic = try castle.doors.restic(["backup", "--no-cache", file], as: "good\(turn)")
        try castle.doors.finish(restic, "backup")
        let wall = ContinuousClock.now - start
        let seconds = watch.end()
        while besieged, ContinuousClock.now - start < least { usleep(100_000) }
        let tally = load?.end()
        return Run(wall: wall, seconds: seconds, hostility: tally.map { "\($0.sessions) \($0.answers)" } ?? "")
    }

    /// Ends it, and looks whether store, trail and catalog of the honest clients are whole.
    ///
    /// - Returns: what is wrong.
    /// - Throws: ``SiegeError`` where that cannot be told.
    public func reckon() throws(SiegeError) -> [String] {
        try castle.endLedger()
        return try Reckoning(castle, clients: (1...runs).map { "good\($0)" }).problems
    }
}

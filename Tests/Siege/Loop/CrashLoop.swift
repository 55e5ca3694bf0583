internal import Glibc
internal import Linux
internal import Peer

/// Hosts that back up and upload in parallel, while gates and the ledger are killed at random moments. In the end all
/// that was reported as done must be there, and whole.
public final class CrashLoop {
    /// What came of it.
    public struct Report: Sendable {
        /// How many gates were killed.
        public fileprivate(set) var gateKills = 0
        /// How often the ledger was killed.
        public fileprivate(set) var ledgerKills = 0
        /// Backups that restic reported as saved.
        public fileprivate(set) var snapshots = 0
        /// Backups that a kill broke off.
        public fileprivate(set) var brokenBackups = 0
        /// Uploads of our own client that were answered with 200.
        public fileprivate(set) var uploads = 0
        /// Objects in all repositories.
        public fileprivate(set) var objects = 0
        /// Rows of the trail.
        public fileprivate(set) var rows = 0
        /// What must not be.
        public fileprivate(set) var findings: [String] = []
    }

    private let castle: Castle
    private let deeds = Deeds()
    private var chance: Chance
    private var report = Report()

    /// Two hosts back up into one repository, one into another, and one uploads raw objects into a third.
    private static let clients = ["web1", "web2", "raw1"]

    /// Sets the gateway up. The same seed makes the same choices, at moments that are never the same.
    public init(seed: UInt64) throws(SiegeError) {
        castle = try Castle(clients: ["web1": "", "web2": "", "raw1": "rows_per_day = 10000000"])
        chance = Chance(seed: seed)
    }

    /// Kills `kills` times, and then reckons.
    ///
    /// - Parameters:
    ///   - kills: how often.
    ///   - say: is told how it goes on.
    /// - Returns: what was killed, and what was found.
    /// - Throws: ``SiegeError`` where the siege itself fails.
    public func run(kills: Int, say: (String) -> Void = { _ in }) throws(SiegeError) -> Report {
        try castle.startLedger()
        for client in ["web1", "web2"] { try castle.doors.finish(castle.doors.restic(["init"], as: client), "init") }
        try startHosts()
        while report.gateKills + report.ledgerKills < kills {
            usleep(UInt32.random(in: 100_000...1_500_000, using: &chance))
            try kill()
            let done = report.gateKills + report.ledgerKills
            if done % 20 == 0 { say("\(done) of \(kills) kills") }
        }
        deeds.state.change { $0.isOver = true }
        deeds.state.wait { $0.hostsAtWork == 0 ? () : nil }
        try castle.endLedger()
        say("the hosts are done")
        try reckon(say)
        return report
    }

    private func startHosts() throws(SiegeError) {
        let (doors, deeds) = (castle.doors, deeds)
        deeds.state.change { $0.hostsAtWork = 4 }
        for (client, name) in [("web1", "a"), ("web1", "b"), ("web2", "c")] {
            let host = ResticHost(
                client: client, doors: doors, deeds: deeds, chance: Chance(seed: chance.next()), name: name)
            try Self.start(deeds) {
                var host = host
                host.run()
            }
        }
        let raw = RawHost(client: "raw1", doors: doors, deeds: deeds, chance: Chance(seed: chance.next()))
        try Self.start(deeds) {
            var raw = raw
            raw.run()
        }
    }

    private static func start(_ deeds: Deeds, _ body: @escaping @Sendable () -> Void) throws(SiegeError) {
        try SiegeError.wrap { () throws(SystemCallError) in
            try Worker.start {
                body()
                deeds.state.change { $0.hostsAtWork -= 1 }
            }
        }
    }

    /// Kills a gate, or one time in five the ledger, which is then started again.
    private func kill() throws(SiegeError) {
        if Int.random(in: 0..<5, using: &chance) == 0 {
            // Counted before and after: also a backup that starts while there is none is hurt.
            deeds.state.change { $0.ledgerTroubles += 1 }
            try castle.endLedger(SIGKILL)
            report.ledgerKills += 1
            usleep(UInt32.random(in: 0...300_000, using: &chance))
            try castle.startLedger()
            deeds.state.change { $0.ledgerTroubles += 1 }
        } else if let gate = Processes.gates(of: castle).randomElement(using: &chance) {
            deeds.state.change { _ = $0.bereaved.insert(gate.parent) }
            if Glibc.kill(gate.pid, SIGKILL) == 0 { report.gateKills += 1 }
        }
    }
}

extension CrashLoop {
    private func reckon(_ say: (String) -> Void) throws(SiegeError) {
        // A gate whose client has just gone is on its way out.
        for _ in 0..<50 where !Processes.gates(of: castle).isEmpty { usleep(100_000) }
        let left = Processes.gates(of: castle)
        if !left.isEmpty { deeds.find("gates outlive their clients: \(left)") }
        let reckoning = try Reckoning(castle, clients: Self.clients)
        for problem in reckoning.problems { deeds.find(problem) }
        say("store, trail and catalog are compared")
        let (snapshots, stored) = deeds.state.change { ($0.snapshots, $0.stored) }
        for one in stored {
            let name = one.path.split(separator: "/").last.map(String.init)
            let bytes = try? Files.bytes("\(castle.repository(one.client))/\(one.path)")
            if bytes.map(Files.sum) != name { deeds.find("\(one.path) was answered with 200, and is not there") }
        }
        for client in ["web1", "web2"] {
            try castle.doors.finish(
                castle.doors.localRestic(["check", "--read-data"], on: client), "check of \(client)")
        }
        say("restic check --read-data is clean")
        for snapshot in snapshots { try restore(snapshot) }
        (report.snapshots, report.uploads) = (snapshots.count, stored.count)
        (report.objects, report.rows) = (reckoning.objects, reckoning.rows)
        (report.findings, report.brokenBackups) = deeds.state.change { ($0.findings, $0.brokenBackups) }
    }

    private func restore(_ snapshot: Deeds.Snapshot) throws(SiegeError) {
        let target = "\(castle.folder)/restored"
        let restic = try castle.doors.localRestic(
            ["restore", snapshot.id, "--target", target], on: snapshot.client)
        try castle.doors.finish(restic, "restore of \(snapshot.id)")
        let bytes = try? Files.bytes(target + snapshot.file)
        if bytes.map(Files.sum) != snapshot.sum { deeds.find("snapshot \(snapshot.id) restores to something else") }
        Files.remove(target)
    }
}

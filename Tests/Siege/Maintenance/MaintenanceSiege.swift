internal import Glibc
internal import Linux
internal import Peer

/// Forget and prune again and again, while restic, its gate, the ledger or the coordinator are killed at random moments.
/// After each kill the repository must be whole, and what was to be kept must be there.
public final class MaintenanceSiege {
    /// What came of it.
    public struct Report: Sendable {
        /// How often each was killed, by its name.
        public fileprivate(set) var kills: [String: Int] = [:]
        /// Runs of maintenance that were done all the same.
        public fileprivate(set) var done = 0
        /// Runs that a kill broke off.
        public fileprivate(set) var broken = 0
        /// Packs that left the repository for the trash.
        public fileprivate(set) var trashed = 0
        /// What must not be.
        public fileprivate(set) var findings: [String] = []
        /// All kills together.
        public var allKills: Int { kills.values.reduce(0, +) }
    }

    /// Who is killed.
    private enum Victim: String, CaseIterable {
        case restic, gate, ledger, coordinator
    }

    /// A backup that must stay, with what it must restore to.
    private struct Kept {
        let id: String
        let file: String
        let sum: String
    }

    private let castle: Castle
    private var chance: Chance
    private var report = Report()
    private var kept: [Kept] = []
    private var turn = 0

    private static let policy = """
        password = "secret:web1"
        protect = "0s"
        max_remove = "100%"
        [keep]
        last = 2
        tags = ["keep"]
        """

    /// Sets the gateway up. The same seed makes the same choices, at moments that are never the same.
    public init(seed: UInt64) throws(SiegeError) {
        castle = try Castle(repositories: ["web1": Self.policy])
        chance = Chance(seed: seed)
        let folders = ["--state", castle.state, "--storage", castle.storage]
        try castle.doors.finish(castle.doors.postern(["init"] + folders), "init of the gateway")
        try castle.doors.finish(castle.doors.postern(["policy", "check", "--fix"]), "policy check")
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
        try castle.doors.finish(castle.doors.restic(["init"]), "init")
        try castle.doors.finish(castle.doors.secret(), "secret set")
        var count = 0
        while report.allKills < kills, count < 4 * kills {
            count += 1
            // A snapshot to keep now and then, and always something to forget and something to prune.
            try backup(keep: count % 10 == 1)
            try backup(keep: false)
            try suffer(["forget", "prune"][count % 2])
            try lookAfter("turn \(count)")
            if count % 10 == 0 { say("\(report.allKills) of \(kills) kills in \(count) runs") }
        }
        if report.allKills < kills { report.findings.append("only \(report.allKills) of \(kills) kills met anybody") }
        for kind in ["forget", "prune"] {
            try castle.doors.finish(castle.doors.postern(Self.command(kind)), "\(kind) in peace")
        }
        try lookAfter("peace")
        for one in kept { try restore(one) }
        let trash = "\(castle.repository())/trash"
        for run in Files.names(in: trash) { report.trashed += Files.names(in: "\(trash)/\(run)/data").count }
        return report
    }

    /// Lets a host back up a new random file.
    private func backup(keep: Bool) throws(SiegeError) {
        turn += 1
        let bytes = chance.bytes(Int.random(in: 300_000...1_500_000, using: &chance))
        let file = "\(castle.folder)/file-\(turn)"
        try Files.write(bytes, to: file)
        defer { _ = unsafe unlink(file) }
        let restic = try castle.doors.restic(["backup", "--no-cache"] + (keep ? ["--tag", "keep"] : []) + [file])
        let output = try castle.doors.finish(restic, "backup \(turn)")
        guard keep, let id = output.split(separator: "\n").compactMap(Self.snapshot).last else { return }
        kept.append(Kept(id: id, file: file, sum: Files.sum(bytes)))
    }

    /// Runs that were killed make the next ones look like the answer to a flood.
    private static func command(_ kind: String) -> [String] {
        [kind, "web1"] + (kind == "forget" ? ["--accept-flood"] : [])
    }

    /// Starts maintenance, and kills one of those that take part in it, at a random moment of it.
    private func suffer(_ kind: String) throws(SiegeError) {
        let run = try castle.doors.postern(Self.command(kind))
        usleep(UInt32.random(in: 50_000...2_000_000, using: &chance))
        let victim = Victim.allCases.randomElement(using: &chance) ?? .restic
        if try kill(victim) { report.kills[victim.rawValue, default: 0] += 1 }
        // restic 0.14 tries on for a minute where its gate or the ledger is gone: nobody waits that long a hundred times.
        for _ in 0..<50 where !workers.isEmpty { usleep(100_000) }
        for process in Processes.restics(of: castle) { _ = Glibc.kill(process.pid, SIGKILL) }
        let status = try SiegeError.wrap { () throws(PeerError) in try run.wait() }
        if status == .exited(0) { report.done += 1 } else { report.broken += 1 }
        // A gate that was left alone ends by itself.
        for _ in 0..<600 where !workers.isEmpty { usleep(100_000) }
        if !workers.isEmpty { report.findings.append("\(kind): a gate outlives the coordinator and restic") }
        if victim == .ledger, Processes.ledgers(in: castle.folder).isEmpty { try castle.startLedger() }
    }

    /// Kills one while the run goes on, as soon as it takes part.
    ///
    /// - Returns: whether there was anybody to kill.
    private func kill(_ victim: Victim) throws(SiegeError) -> Bool {
        while !Processes.coordinators(of: castle).isEmpty {
            switch victim {
            case .ledger: return try castle.endLedger(SIGKILL) != nil
            case .coordinator, .restic, .gate:
                if let process = processes(of: victim).first { return Glibc.kill(process.pid, SIGKILL) == 0 }
            }
            usleep(1000)
        }
        return false
    }

    private func processes(of victim: Victim) -> [Processes.Process] {
        switch victim {
        case .restic: Processes.restics(of: castle)
        case .gate: Processes.maintainers(of: castle)
        case .coordinator: Processes.coordinators(of: castle)
        case .ledger: Processes.ledgers(in: castle.folder)
        }
    }

    private var workers: [Processes.Process] { processes(of: .gate) + processes(of: .restic) }

    /// The repository is whole, and all is there that was to be kept.
    private func lookAfter(_ moment: String) throws(SiegeError) {
        let check = try castle.doors.localRestic(["check", "--read-data"])
        let status = try SiegeError.wrap { () throws(PeerError) in try check.wait() }
        if status != .exited(0) { report.findings.append("\(moment): check: \(status) \(check.standardError)") }
        let stored = Files.names(in: "\(castle.repository())/snapshots")
        for one in kept where !stored.contains(where: { $0.hasPrefix(one.id) }) {
            report.findings.append("\(moment): snapshot \(one.id) is gone, and was to be kept")
        }
    }

    private func restore(_ snapshot: Kept) throws(SiegeError) {
        let target = "\(castle.folder)/restored"
        let restic = try castle.doors.localRestic(["restore", snapshot.id, "--target", target])
        try castle.doors.finish(restic, "restore of \(snapshot.id)")
        let bytes = try? Files.bytes(target + snapshot.file)
        if bytes.map(Files.sum) != snapshot.sum {
            report.findings.append("snapshot \(snapshot.id) restores to something else")
        }
        Files.remove(target)
    }

    /// `snapshot 1a2b3c4d saved`.
    private static func snapshot(_ line: Substring) -> String? {
        let words = line.split(separator: " ")
        return words.count == 3 && words[0] == "snapshot" && words[2] == "saved" ? String(words[1]) : nil
    }
}

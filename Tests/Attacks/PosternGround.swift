internal import Foundation
internal import Peer
internal import Siege

/// Postern: gates for the hosts, and the coordinator's own forget and prune on their schedule.
final class PosternGround: Ground {
    private let castle: Castle
    private let isShared: Bool
    private let shell: Shell

    /// What an admin writes; the schedule comes round every five seconds.
    private static let policy = """
        password = "secret:web1"
        [keep]
        last = 3
        daily = 7
        [schedule]
        forget = "*-*-* *:*:0/5"
        prune = "*-*-* *:*:0/5"
        """

    /// Sets a gateway up; `isShared`: the hostile client is another one of the same repository.
    init(isShared: Bool) throws {
        self.isShared = isShared
        castle = try Castle(clients: ["web1": "", "web2": ""], repositories: ["web1": Self.policy])
        shell = Shell(environment: castle.doors.environment)
        try Data("repos = [\"web1\"]\nhosts = [\"web2\"]\n".utf8)
            .write(to: URL(filePath: "\(castle.folder)/etc/clients.d/web2.toml"))
        let settings = URL(filePath: "\(castle.folder)/etc/postern.toml")
        let text = String(decoding: try Data(contentsOf: settings), as: UTF8.self)
        try Data((text + "[maintenance]\ndrain = \"2s\"\n").utf8).write(to: settings)
        try castle.startLedger()
        try castle.doors.finish(castle.doors.restic(["init"]), "init")
        try castle.doors.finish(castle.doors.secret(), "secret set")
    }

    var repository: String { castle.repository() }

    func backup(_ folder: String, day: Int) throws {
        try castle.doors.finish(castle.doors.restic(["backup", "--host", "web1", folder]), "backup")
    }

    /// A snapshot goes, so that prune has something to do, and the first scheduled run is over before the attack.
    func settle(decoy: String) throws {
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: "\(repository)/snapshots"))
        try backup(decoy, day: 0)
        let new = Set(try FileManager.default.contentsOfDirectory(atPath: "\(repository)/snapshots")).subtracting(names)
        for name in new { try run("quarantine", "web1", "snapshots/\(name)").required("quarantine") }
        let first = try runDue()
        guard first.isDone else { throw AttackError.step("the run before the attack", first.report) }
    }

    func comeIn() throws -> Peer { try castle.doors.gate(isShared ? "web2" : "web1", patience: .seconds(120)) }

    func maintain() throws -> Maintenance {
        let done = try runDue()
        let history = try run("maintenance", "history", "--json")
        return Maintenance(isDone: done.isDone, report: done.report + history.text)
    }

    func restore(_ snapshot: String, to folder: String) throws -> Shell.Run {
        try shell.run(
            "restic",
            [
                "-o", "rclone.program=\(castle.folder)/door web1", "-r", "rclone:", "--no-lock", "restore", snapshot,
                "--target", folder,
            ])
    }

    /// What is due, until both forget and prune were.
    private func runDue() throws -> Maintenance {
        var (report, isDone) = ("", true)
        var wanted: Set<String> = ["forget", "prune"]
        for _ in 0..<60 where !wanted.isEmpty {
            let run = try run("run-due")
            report += run.text
            for kind in wanted where run.output.contains("\(kind) of web1:") { wanted.remove(kind) }
            if !run.isSuccess { isDone = false }
            if !wanted.isEmpty { sleep(1) }
        }
        guard wanted.isEmpty else { throw AttackError.step("run-due", "nothing was due: \(report)") }
        return Maintenance(isDone: isDone, report: report)
    }

    private func run(_ arguments: String...) throws -> Shell.Run {
        try shell.run("\(castle.programs)/postern", arguments + ["--config", "\(castle.folder)/etc"])
    }
}

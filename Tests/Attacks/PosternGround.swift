internal import Peer
internal import Siege

/// Postern: gates for the hosts, and the coordinator's own forget and prune.
final class PosternGround: Ground {
    private let castle: Castle
    private let isShared: Bool

    init(isShared: Bool) throws {
        self.isShared = isShared
        castle = try Castle()
        try castle.startLedger()
        let made = try castle.doors.restic(["init"])
        try castle.doors.finish(made, "init")
    }

    var repository: String { castle.repository() }

    func backup(_ folder: String, day: Int) throws {
        try castle.doors.finish(castle.doors.restic(["backup", "--host", "web1", folder]), "backup")
    }

    func comeIn() throws -> Peer { try castle.doors.gate(isShared ? "web2" : "web1", patience: .seconds(120)) }

    func maintain() throws -> Maintenance {
        Maintenance(isDone: true, report: "")
    }

    func restore(_ snapshot: String, to folder: String) throws -> Shell.Run {
        let shell = Shell(environment: castle.doors.environment)
        return try shell.run(
            "restic",
            ["-o", "rclone.program=\(castle.folder)/door web1", "-r", "rclone:", "restore", snapshot, "--target", folder])
    }
}

internal import Foundation
internal import Peer

/// `rclone serve restic --stdio --append-only` for the host, and `restic forget --prune` on the gateway: what people do
/// without Postern.
final class PlainGround: Ground {
    let repository: String
    private let shell: Shell

    init(in folder: String) throws {
        repository = "\(folder)/repository"
        shell = Shell(environment: [
            "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder, "RCLONE_CONFIG": "/dev/null",
            "RESTIC_PASSWORD": Battle.password,
        ])
        for program in ["restic", "rclone"]
        where !(try shell.run("/bin/sh", ["-c", "command -v \(program)"]).isSuccess) {
            throw AttackError.step("\(program) is missing", "run: apt-get install \(program)")
        }
        try restic("init").required("init")
    }

    func backup(_ folder: String, day: Int) throws {
        let time = Date().addingTimeInterval(-86400 * Double(day)).ISO8601Format().prefix(10)
        let words = ["-o", "rclone.program=rclone", "-o", "rclone.args=serve restic --stdio --append-only"]
        try shell.need(
            "restic",
            words + [
                "--no-cache", "-r", "rclone:\(repository)", "backup", "--host", "web1", "--time", "\(time) 06:00:00",
                folder,
            ])
    }

    func settle(decoy: String) throws {
        let names = Set(try FileManager.default.contentsOfDirectory(atPath: "\(repository)/snapshots"))
        try backup(decoy, day: 3)
        let new = Set(try FileManager.default.contentsOfDirectory(atPath: "\(repository)/snapshots")).subtracting(names)
        for name in new { try restic("forget", name).required("forget") }
    }

    func comeIn() throws -> Peer {
        try Peer(
            program: "rclone", arguments: ["serve", "restic", "--stdio", "--append-only", repository],
            environment: shell.environment, patience: .seconds(120))
    }

    func maintain() throws -> Maintenance {
        let forget = try restic("forget", "--keep-daily", "7", "--keep-last", "3")
        let prune = try prune()
        return Maintenance(isDone: forget.isSuccess && prune.isSuccess, report: forget.text + prune.text)
    }

    func prune() throws -> Shell.Run { try restic("prune") }

    func check() throws -> Shell.Run { try restic("check", "--read-data") }

    func restore(_ snapshot: String, to folder: String) throws -> Shell.Run {
        // It would try for a quarter of an hour to read what is not there.
        var impatient = shell
        impatient.patience = .seconds(60)
        return try impatient.run(
            "restic", ["--no-cache", "-r", repository, "restore", snapshot, "--target", folder, "--no-lock"])
    }

    private func restic(_ arguments: String...) throws -> Shell.Run {
        try shell.run("restic", ["--no-cache", "-r", repository] + arguments)
    }
}

extension Shell.Run {
    /// Makes sure that it succeeded.
    func required(_ what: String) throws {
        guard isSuccess else { throw AttackError.step(what, text) }
    }
}

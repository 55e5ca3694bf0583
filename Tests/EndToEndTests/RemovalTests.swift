import Testing
import Trial

/// restic 0.14 tries each refused removal again for about a minute; the tests wait at the same time.
@Suite("Removing is refused, with the reason on the client's terminal") struct RemovalTests {
    /// What restic does, and what it removes first.
    static let attempts: [(arguments: [String], folder: String)] = [
        (["forget", "--keep-last", "1"], "snapshots"), (["forget", "--prune", "--keep-last", "1"], "snapshots"),
        (["tag", "--set", "mine", "latest"], "snapshots"), (["prune"], "index"), (["rebuild-index"], "index"),
    ]

    @Test("Whatever the command is, nothing is gone, and the trail tells it", arguments: attempts)
    func removal(arguments: [String], folder: String) async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        let files = try await trial.makeFiles("files")
        try await trial.restic(as: "web1", ["init"]).required()
        for _ in 0..<2 {
            try await trial.run("sh", ["-c", "head -c 2000000 /dev/urandom >\(files)/noise"]).required()
            try await trial.restic(as: "web1", ["backup", files]).required()
        }
        if arguments == ["prune"] || arguments == ["rebuild-index"] {
            // The gateway's admin removes a snapshot, so that there is something to prune.
            let snapshots = "\(trial.folder)/storage/web1/snapshots"
            try await trial.run("sh", ["-c", "cd \(snapshots) && rm -f \"$(ls -t | tail -n 1)\""]).required()
        }
        let before = try await objects(trial)

        let run = try await trial.restic(as: "web1", arguments)
        #expect(
            run.error.contains("rclone: postern: refused: backups are append-only, nothing can be removed from here"),
            "\(run)")
        // What it could not tag, restic 0.14 reports and ignores.
        #expect(run.isSuccess == (arguments.first == "tag"), "\(run)")
        let after = try await objects(trial)
        #expect(before.isSubset(of: after))
        let rows = try await trial.trail("--outcome", "refused", "--client", "web1")
        #expect(
            rows.contains { $0.contains(#""action":"remove","object":"\#(folder)/"#) && $0.contains("append-only") })
        try await trial.resticLocally("web1", ["check", "--read-data"]).required()
    }

    /// All files that must stay.
    private func objects(_ trial: Trial) async throws -> Set<String> {
        let find = "cd \(trial.folder)/storage/web1 && find config data index keys snapshots -type f"
        return Set(try await trial.run("sh", ["-c", find]).required().lines)
    }
}

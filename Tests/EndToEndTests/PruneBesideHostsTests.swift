import Testing
import Trial

/// A host that backs up while the gateway forgets and prunes: whatever it does, no snapshot comes to be that cannot be
/// restored.
@Suite("Prune beside a host that backs up") struct PruneBesideHostsTests {
    /// What becomes of the backup in its middle.
    enum Fate: String, CaseIterable, CustomTestStringConvertible {
        case goesOn, isPaused, losesItsLock

        var testDescription: String { rawValue }
    }

    @Test("It never writes again, and can be given again", arguments: Fate.allCases)
    func slowBackup(fate: Fate) async throws {
        let gateway = try await Maintained(Maintained.onlyNewest, drain: "1s")
        let trial = gateway.trial
        for _ in 0..<2 { try await gateway.backup(bytes: 6_000_000) }
        // The same bytes as in the first snapshot would be: what prune removes is what this backup relies on.
        let large = "\(trial.folder)/files/large"
        try await trial.run("sh", ["-c", "head -c 30000000 /dev/urandom >\(large)"]).required()
        let slow = """
            echo $$ >\(trial.folder)/pid
            exec restic -o rclone.program='\(trial.login) web1' -r rclone: backup --no-cache --limit-upload 1500 \
            \(trial.folder)/files
            """
        async let backup = trial.run(
            "sh", ["-c", slow], variables: ["RESTIC_PASSWORD": "trial"], patience: .seconds(300))
        try await waitForPacks(in: trial)
        switch fate {
        case .goesOn: break
        case .isPaused: try await signal("STOP", trial)
        case .losesItsLock: try await trial.restic(as: "web1", ["unlock", "--remove-all"]).required()
        }
        let before = try await gateway.snapshots()
        for command in ["forget", "prune"] {
            let run = try await trial.postern(command, "web1")
            #expect(run.isSuccess, "\(run)")
        }
        if fate == .isPaused { try await signal("CONT", trial) }
        let end = try await backup
        let after = try await gateway.snapshots()
        #expect(!end.isSuccess && after.isSubset(of: before), "\(end)")
        #expect(end.error.contains("maintenance ran"), "\(end)")
        try await gateway.expectWhole("\(fate)")
        try await trial.restic(as: "web1", ["backup", "\(trial.folder)/files"]).required()
        try await gateway.expectWhole("\(fate), after the next backup")
    }

    /// The backup has stored something that no snapshot names yet.
    private func waitForPacks(in trial: Trial) async throws {
        let waits = """
            cd \(trial.folder)/storage/web1
            before=$(find data -type f | wc -l)
            for try in $(seq 1200); do
                [ "$(find data -type f | wc -l)" -le "$before" ] || exit 0
                sleep 0.05
            done
            exit 1
            """
        try await trial.run("sh", ["-c", waits]).required()
    }

    private func signal(_ name: String, _ trial: Trial) async throws {
        try await trial.run("sh", ["-c", "kill -\(name) $(cat \(trial.folder)/pid)"]).required()
    }
}

import Peer
import Testing
import Trial

@Suite("Maintenance by schedule") struct ScheduleTests {
    private static let schedule = Maintained.onlyNewest + "\n[schedule]\nforget = \"daily\"\nprune = \"Sun 03:30\""

    @Test("What is due is done once, in order, and told; what failed is tried again later")
    func due() async throws {
        let gateway = try await Maintained(Self.schedule)
        for _ in 0..<2 { try await gateway.backup() }
        let before = try await gateway.trial.postern("run-due", "--dry-run").required()
        #expect(before.lines.dropFirst().allSatisfy { $0.contains("  now ") } && before.lines.count == 3, "\(before)")
        let first = try await gateway.trial.postern("run-due").required()
        #expect(first.lines.map { $0.split(separator: " ").first } == ["forget", "prune"], "\(first)")
        #expect(try await gateway.snapshots().count == 1)
        try await gateway.expectWhole()
        #expect(try await gateway.trial.postern("run-due").required().output.isEmpty)
        let after = try await gateway.trial.postern("run-due", "--dry-run").required()
        #expect(after.lines.dropFirst().allSatisfy { !$0.contains("  now ") && $0.hasSuffix("done") }, "\(after)")
        let history = try await gateway.trial.postern("maintenance", "history", "web1").required()
        // Prune verifies first, which is a run of its own.
        #expect(history.lines.count >= 3 && history.lines.dropFirst().allSatisfy { $0.contains("* ") }, "\(history)")
    }

    @Test("A run that fails is told, keeps the others from nothing, and is tried again after an hour")
    func failure() async throws {
        let gateway = try await Maintained(Self.schedule)
        try await gateway.backup()
        gateway.trial.signalLedger(9)
        let failed = try await gateway.trial.postern("run-due")
        #expect(failed.status == .exited(1) && failed.error.contains("2 of 2 runs were not done"), "\(failed)")
        let history = try await gateway.trial.postern("maintenance", "history").required()
        let failures = history.lines.filter { $0.contains(" failed ") }
        #expect(failures.contains { $0.contains(" forget ") } && failures.contains { $0.contains(" prune ") })
        try await gateway.trial.startLedger()
        // Not before an hour is over.
        #expect(try await gateway.trial.postern("run-due").required().output.isEmpty)
        let next = try await gateway.trial.postern("run-due", "--dry-run", "--json").required()
        #expect(next.lines.allSatisfy { $0.contains(#""isDue":false"#) && $0.contains(#""outcome":"failed""#) })
    }

    @Test("Only one run-due works at a time")
    func alone() async throws {
        let gateway = try await Maintained(Self.schedule)
        let folder = "\(gateway.trial.folder)/state/maintenance"
        let held = """
            mkdir -p \(folder); exec flock \(folder) \(gateway.trial.programs)/postern run-due \
            --config \(gateway.trial.folder)/etc
            """
        let second = try await gateway.trial.run("sh", ["-c", held]).required()
        #expect(second.error.contains("another run-due is at work") && second.output.isEmpty, "\(second)")
    }

    @Test("The trash is emptied of what it has held for long enough, and of nothing else")
    func purge() async throws {
        let gateway = try await Maintained("hold = \"1h\"\n" + Self.schedule + "\npurge = \"daily\"")
        for _ in 0..<2 { try await gateway.backup() }
        let first = try await gateway.trial.postern("run-due").required()
        #expect(first.lines.map { $0.split(separator: " ").first } == ["forget", "prune", "purge"], "\(first)")
        let held = try await gateway.trial.postern("trash", "list", "web1").required()
        #expect(held.lines.count == 3, "\(held)")
        try await gateway.trial.edit("etc/repos.d/web1.toml") { $0.replacing("\"1h\"", with: "\"0s\"") }
        let again = try await gateway.trial.postern("run-due").required()
        #expect(again.output.isEmpty, "\(again)")
        try await gateway.trial.edit("etc/repos.d/web1.toml") {
            $0.replacing("purge = \"daily\"", with: "purge = \"*:*:*\"")
        }
        // A schedule of seconds is due in the next one.
        try await Task.sleep(for: .seconds(2))
        let second = try await gateway.trial.postern("run-due", "--json").required()
        #expect(second.output.contains(#""kind":"purge""#) && second.output.contains("objects_purged"), "\(second)")
        #expect(try await gateway.trial.postern("trash", "list", "web1").required().lines.count == 1)
        try await gateway.expectWhole()
    }
}

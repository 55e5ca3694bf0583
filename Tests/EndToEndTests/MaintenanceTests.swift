import Peer
import Testing
import Trial

@Suite("Forget, prune, check and unlock, only from the gateway") struct MaintenanceTests {
    @Test("Forget and prune remove what no rule keeps; both can be taken back; each step leaves a sound repository")
    func forgetPruneUndo() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        for _ in 0..<3 { try await gateway.backup(bytes: 20_000_000) }
        let (before, packs) = (try await gateway.snapshots(), try await gateway.packs())
        #expect(before.count == 3)

        let plan = try await gateway.trial.postern("forget", "web1", "--dry-run").required()
        #expect(plan.lines.count { $0.contains("  remove  ") } == 2)
        #expect(plan.lines.contains { $0.contains("  keep ") && $0.hasSuffix("last snapshot") }, "\(plan)")
        #expect(try await gateway.snapshots() == before)

        try await gateway.trial.postern("forget", "web1").required()
        #expect(try await gateway.snapshots().count == 1)
        try await gateway.expectWhole("after forget")
        let prune = try await gateway.trial.postern("prune", "web1").required()
        #expect(prune.error.contains("postern: prune of web1 needs "), "\(prune)")
        #expect(try await gateway.packs() < packs)
        try await gateway.expectWhole("after prune")

        for kind in ["prune", "forget"] {
            let run = try await gateway.lastRun(kind)
            try await gateway.trial.postern("trash", "restore", "web1", run).required()
            try await gateway.expectWhole("after the undo of \(kind)")
        }
        #expect(try await gateway.snapshots() == before)
        let check = try await gateway.trial.postern("check", "web1", "--read-data")
        #expect(check.isSuccess, "\(check)")
    }

    @Test("What restic said, what was counted and who it was is in the run's report")
    func report() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        for _ in 0..<2 { try await gateway.backup() }
        let forget = try await gateway.trial.postern("forget", "web1", "--json").required()
        #expect(forget.output.contains(#""kind":"forget","repository":"web1""#), "\(forget)")
        #expect(forget.output.contains(#""outcome":"done""#) && forget.output.contains(#""removed":1"#), "\(forget)")
        let run = try await gateway.lastRun("forget")
        let shown = try await gateway.trial.postern("maintenance", "show", run).required()
        for part in ["forget web1", "outcome", "done", "restic said:", "last snapshot", "objects removed"] {
            #expect(shown.output.contains(part), "\(shown)")
        }
        let again = try await gateway.trial.postern("maintenance", "show", run, "--json").required()
        #expect(again.output == forget.output)
        let history = try await gateway.trial.postern("maintenance", "history").required()
        #expect(history.lines.last?.contains("forget") == true, "\(history)")
        let rows = try await gateway.trial.trail("--admin")
        #expect(rows.contains { $0.contains("\"object\":\"forget\"") }, "\(rows)")
    }

    @Test("Young snapshots are protected, and a run that would remove too many is refused as a whole")
    func bounds() async throws {
        let gateway = try await Maintained("[keep]\nlast = 1")
        for _ in 0..<3 { try await gateway.backup(bytes: 1000) }
        try await gateway.trial.postern("forget", "web1").required()
        #expect(try await gateway.snapshots().count == 3)
        try await gateway.trial.edit("etc/repos.d/web1.toml") { "protect = \"0s\"\n" + $0 }
        for arguments in [["forget", "web1"], ["forget", "web1", "--dry-run"]] {
            let refused = try await gateway.trial.run(
                "\(gateway.trial.programs)/postern", arguments + ["--config", "\(gateway.trial.folder)/etc"])
            #expect(refused.status == .exited(1), "\(refused)")
            #expect(refused.error.contains("2 of 3 trusted snapshots would be removed"), "\(refused)")
        }
        #expect(try await gateway.snapshots().count == 3)
        #expect(try await gateway.trial.postern("maintenance", "history").output.contains("refused"))
    }

    @Test("A snapshot that lies about its time is suspect: it is shown, counts for nothing, and stays")
    func suspects() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        try await gateway.backup(bytes: 1000)
        let honest = try await gateway.snapshots()
        for time in ["2020-01-01 00:00:00", "2035-01-01 00:00:00"] {
            try await gateway.backup("file", bytes: 1000, "--time", time)
        }
        let plan = try await gateway.trial.postern("forget", "web1", "--dry-run", "--json").required()
        #expect(plan.lines.count { $0.contains(#""verdict":"suspect""#) } == 2, "\(plan)")
        #expect(plan.lines.contains { $0.contains("before it was received") })
        #expect(plan.lines.contains { $0.contains("after it was received") })
        try await gateway.trial.postern("forget", "web1").required()
        #expect(try await gateway.snapshots().count == 3)
        #expect(honest.isSubset(of: try await gateway.snapshots()))
    }

    @Test("Broken and foreign key files, and files that are no snapshots, stop neither forget nor check")
    func brokenFiles() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        for _ in 0..<2 { try await gateway.backup(bytes: 1000) }
        let keys = "\(gateway.trial.folder)/storage/web1/keys"
        // What sorts first is what restic would look at first.
        let spoil = """
            cd \(keys)
            printf '{' >\(String(repeating: "0", count: 64))
            sed 's/"data":"..../"data":"AAAA/' [1-9a-f]* | head -c 2000 >\(String(repeating: "0", count: 63))1
            """
        try await gateway.trial.run("sh", ["-c", spoil]).required()
        for command in ["forget", "prune", "check"] {
            let run = try await gateway.trial.postern(command, "web1")
            #expect(run.isSuccess, "\(run)")
        }
        #expect(try await gateway.snapshots().count == 1)
    }

    @Test("Check ends with 2 where the repository has errors, and unlock removes the lock of a host that died")
    func checkAndUnlock() async throws {
        let gateway = try await Maintained(Maintained.onlyNewest)
        try await gateway.backup()
        let data = "\(gateway.trial.folder)/storage/web1/data"
        try await gateway.trial.run("sh", ["-c", "rm \"$(find \(data) -type f | head -n 1)\""]).required()
        let check = try await gateway.trial.postern("check", "web1")
        #expect(check.status == .exited(2) && check.error.contains("contains errors"), "\(check)")

        let locks = "\(gateway.trial.folder)/storage/web1/locks"
        try await leaveLock(gateway.trial, locks)
        #expect(try await gateway.trial.run("ls", [locks]).lines.count == 1)
        let young = try await gateway.trial.postern("unlock", "web1")
        #expect(young.isSuccess && young.output.contains("younger than 30 minutes"), "\(young)")
        #expect(try await gateway.trial.run("ls", [locks]).lines.count == 1)
        let would = try await gateway.trial.postern("unlock", "web1", "--young", "--dry-run").required()
        #expect(would.output.contains("would remove "), "\(would)")
        #expect(try await gateway.trial.run("ls", [locks]).lines.count == 1)
        let gone = try await gateway.trial.postern("unlock", "web1", "--young")
        #expect(gone.isSuccess && gone.output.contains("removed "), "\(gone)")
        #expect(try await gateway.trial.run("ls", [locks]).output.isEmpty)
    }

    /// A host that dies in the middle of a backup.
    private func leaveLock(_ trial: Trial, _ locks: String) async throws {
        let dies = """
            head -c 9000000 /dev/urandom >\(trial.folder)/large
            restic -o rclone.program='\(trial.login) web1' -r rclone: backup --limit-upload 100 \(trial.folder)/large &
            until [ -n "$(ls \(locks))" ]; do sleep 0.1; done
            kill -9 $!
            while pgrep -f "[s]erve --client web1 --config \(trial.folder)/etc" >/dev/null; do sleep 0.1; done
            """
        try await trial.run("bash", ["-c", dies], variables: ["RESTIC_PASSWORD": "trial"]).required()
    }
}

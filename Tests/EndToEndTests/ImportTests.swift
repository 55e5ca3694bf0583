import Testing
import Trial

@Suite("A repository that was there before") struct ImportTests {
    @Test("is adopted and imported: the trail knows its objects, hosts use it, and its disappearance is an alarm")
    func imported() async throws {
        let trial = try await Trial()
        let files = try await trial.makeFiles("files")
        try await trial.resticLocally("old", ["init"]).required()
        try await trial.resticLocally("old", ["backup", files]).required()
        try await trial.postern("repo", "adopt", "main:old", "old").required()
        try await trial.addClient("old")
        let unknown = try await trial.postern("repo", "usage", "old", "--json").required()
        #expect(unknown.output.contains(#""objects":null"#), "\(unknown)")
        let run = try await trial.postern("repo", "import", "old", "--json").required()
        #expect(run.output.contains(#""snapshots":1,"#) && !run.output.contains(#""objects":0,"#), "\(run)")
        let known = try await trial.postern("repo", "usage", "old", "--json").required()
        #expect(known.output.contains(#""snapshots":1,"#) && !known.output.contains("null,\"bytes\""), "\(known)")
        let again = try await trial.postern("repo", "import", "old").required()
        #expect(again.lines == ["all objects of old are known already"], "\(again)")
        try await trial.restic(as: "old", ["backup", files]).required()
        try await expectOwnTime(trial)
        try await trial.resticLocally("old", ["check", "--read-data"]).required()
        try await trial.run("mv", ["\(trial.folder)/storage/old", "\(trial.folder)/away"]).required()
        try await trial.run("mkdir", ["\(trial.folder)/storage/old"]).required()
        let gone = try await trial.restic(as: "old", ["snapshots"])
        #expect(gone.error.contains("the repository was here and is gone"), "\(gone)")
    }

    /// The snapshot that was there before goes by its own word, the one that came by the gateway's clock, and both are
    /// trusted.
    private func expectOwnTime(_ trial: Trial) async throws {
        let secret = "printf trial | \(trial.programs)/postern secret set --repo old --config \(trial.folder)/etc"
        try await trial.run("sh", ["-euc", secret]).required()
        try await trial.edit("etc/repos.d/old.toml") { $0 + "\n[keep]\nlast = 9\n" }
        try await trial.postern("policy", "check", "--fix").required()
        let plan = try await trial.postern("forget", "old", "--dry-run").required()
        let kept = plan.lines.filter { $0.contains(" keep ") }
        #expect(kept.count == 2 && plan.output.contains("2 kept, 0 removed, 0 suspect"), "\(plan)")
        #expect(kept.filter { $0.contains("by its own word") }.count == 1, "\(plan)")
        let list = try await trial.postern("snapshots", "old", "--json").required().output
        #expect(list.split(separator: #""received":null"#).count == 2 && !list.contains("suspect"), "\(list)")
    }
}

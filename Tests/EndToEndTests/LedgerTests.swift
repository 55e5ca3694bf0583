import Glibc
import Testing
import Trial

@Suite("The ledger") struct LedgerTests {
    @Test("Without the ledger nothing is stored, the client hears why, and later it works again")
    func missing() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        try await trial.restic(as: "web1", ["init"]).required()
        let files = try await trial.makeFiles("files")
        trial.signalLedger(SIGKILL)
        let run = try await trial.restic(as: "web1", ["backup", files])
        #expect(!run.isSuccess && run.error.contains("postern: error: the ledger is not running"), "\(run)")
        let stored = try await trial.run("find", ["\(trial.folder)/storage/web1/data", "-type", "f"]).required()
        #expect(stored.output.isEmpty)
        try await trial.startLedger()
        try await trial.restic(as: "web1", ["backup", files]).required()
        try await trial.resticLocally("web1", ["check", "--read-data"]).required()
    }

    @Test("What admins do is in the trail, and so is what they could not do")
    func admin() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1")
        let refused = try await trial.postern("repo", "add", "inner", "--at", "main:web1/inner")
        #expect(!refused.isSuccess)
        try await trial.run("mkdir", ["-p", "\(trial.folder)/storage/by-hand/deep/index"]).required()
        let failed = try await trial.postern("repo", "add", "around", "--at", "main:by-hand")
        #expect(failed.error.contains("a repository lies above or below it"), "\(failed)")
        let rows = try await trial.trail()
        let acts = rows.filter { $0.contains("\"session\":0") }
        #expect(acts.count == 4, "\(acts)")
        for (act, words) in zip(
            acts,
            [
                ["repo-add", "web1", "allowed"], ["client-add", "web1", "allowed", "SHA256:"],
                ["repo-add", "around", "allowed"], ["repo-add", "around", "failed", "above or below"],
            ])
        {
            #expect(words.allSatisfy { act.contains($0) }, "\(act)")
        }
    }
}

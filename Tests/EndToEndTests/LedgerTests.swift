import Foundation
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

    @Test("Acts that change the policy tell its hash before and after, and each goes on from the one before")
    func hashes() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1")
        let hashes = try await trial.trail().filter { $0.contains("\"session\":0") }.map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let detail = row?["detail"] as? [String: String]
            return (before: detail?["policyBefore"], after: detail?["policyAfter"])
        }
        #expect(hashes.count == 2)
        #expect(
            hashes.allSatisfy { $0.before?.utf8.count == 64 && $0.after?.utf8.count == 64 && $0.before != $0.after })
        #expect(hashes.first?.after == hashes.last?.before)
        let now = try await trial.run(
            "sh",
            [
                "-c",
                """
                cd \(trial.folder)/etc && find postern.toml authorized_keys.d clients.d repos.d -type f | LC_ALL=C sort |
                    xargs sha256sum | sha256sum | cut -d' ' -f1
                """,
            ]
        ).required()
        #expect(now.output == (hashes.last?.after ?? "") + "\n")
    }
}

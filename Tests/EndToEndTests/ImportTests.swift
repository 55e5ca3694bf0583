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
        try await trial.resticLocally("old", ["check", "--read-data"]).required()
        try await trial.run("mv", ["\(trial.folder)/storage/old", "\(trial.folder)/away"]).required()
        try await trial.run("mkdir", ["\(trial.folder)/storage/old"]).required()
        let gone = try await trial.restic(as: "old", ["snapshots"])
        #expect(gone.error.contains("the repository was here and is gone"), "\(gone)")
    }
}

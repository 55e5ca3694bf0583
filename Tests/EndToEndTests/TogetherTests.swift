import Testing
import Trial

@Suite("Two of them") struct TogetherTests {
    @Test("Two hosts back up into one repository at once, and both are whole")
    func twoClients() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "shared", "--at", "main:shared").required()
        try await trial.addClient("one", repositories: ["shared"], "--create")
        try await trial.addClient("two", repositories: ["shared"])
        try await trial.restic(as: "one", ["init"]).required()
        let files = ["one": try await trial.makeFiles("files-one"), "two": try await trial.makeFiles("files-two")]
        for _ in 0..<2 {
            async let one = trial.restic(as: "one", ["backup", files["one"] ?? "", "--host", "one"])
            async let two = trial.restic(as: "two", ["backup", files["two"] ?? "", "--host", "two"])
            for run in try await [one, two] { try run.required() }
        }
        #expect(try await trial.restic(as: "one", ["snapshots"]).lines.last == "4 snapshots")
        for (client, path) in files {
            let restored = "\(trial.folder)/restored-\(client)"
            try await trial.restic(as: client, ["restore", "latest", "--host", client, "--target", restored]).required()
            let difference = try await trial.compare(path, restored + path)
            #expect(difference.isSuccess, "\(difference)")
        }
        try await trial.resticLocally("shared", ["check", "--read-data"]).required()
    }

    @Test("One client copies between its two repositories with one key")
    func copy() async throws {
        let trial = try await Trial()
        for name in ["a", "b"] { try await trial.postern("repo", "add", name, "--at", "main:\(name)").required() }
        try await trial.addClient("web1", repositories: ["a", "b"], "--create")
        let files = try await trial.makeFiles("files")
        for name in ["a", "b"] { try await trial.restic(as: "web1", in: name, ["init"]).required() }
        try await trial.restic(as: "web1", in: "b", ["backup", files]).required()
        try await trial.restic(
            as: "web1", in: "a", ["copy", "--from-repo", "rclone:b"], variables: ["RESTIC_FROM_PASSWORD": "trial"]
        ).required()
        let restored = "\(trial.folder)/restored"
        try await trial.restic(as: "web1", in: "a", ["restore", "latest", "--target", restored]).required()
        let difference = try await trial.compare(files, restored + files)
        #expect(difference.isSuccess, "\(difference)")
        try await trial.resticLocally("a", ["check", "--read-data"]).required()
    }
}

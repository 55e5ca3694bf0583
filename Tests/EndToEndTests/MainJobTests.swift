import Testing
import Trial

@Suite("Real restic through real sshd") struct MainJobTests {
    @Test("A host initialises, backs up twice, restores the same bytes, and every stored byte is sound")
    func mainJob() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:hosts/web1").required()
        try await trial.addClient("web1", "--create")
        let files = try await trial.makeFiles("files")

        try await trial.restic(as: "web1", ["init"]).required()
        try await trial.restic(as: "web1", ["backup", files]).required()
        try await trial.run("sh", ["-c", "date >>\(files)/text; rm \(files)/noise; echo new >\(files)/new"]).required()
        let second = try await trial.restic(as: "web1", ["backup", files]).required()
        #expect(second.output.contains("using parent snapshot"))
        let snapshots = try await trial.restic(as: "web1", ["snapshots"]).required()
        #expect(snapshots.lines.last == "2 snapshots")

        let restored = "\(trial.folder)/restored"
        try await trial.restic(as: "web1", ["restore", "latest", "--target", restored]).required()
        let difference = try await trial.compare(files, restored + files)
        #expect(difference.isSuccess, "\(difference)")

        let check = try await trial.restic(as: "web1", ["check", "--read-data"]).required()
        #expect(check.lines.last == "no errors were found")
        let local = try await trial.resticLocally("hosts/web1", ["check", "--read-data"]).required()
        #expect(local.lines.last == "no errors were found")
    }

    @Test("Every command of restic that only reads works, and unlock too")
    func reading() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        let files = try await trial.makeFiles("files")
        try await trial.restic(as: "web1", ["init"]).required()
        try await trial.restic(as: "web1", ["backup", files, "--tag", "one"]).required()
        try await trial.run("sh", ["-c", "echo more >\(files)/more"]).required()
        try await trial.restic(as: "web1", ["backup", files, "--tag", "two"]).required()
        let ids = try await trial.restic(as: "web1", ["list", "snapshots", "--no-lock"]).required().lines
        #expect(ids.count == 2)

        for (arguments, expected) in [
            (["ls", "latest"], "\(files)/deep/a/b/c/d/e/f"), (["find", "hard-*"], "\(files)/hard-link"),
            (["stats"], "Total Size:"), (["diff"] + ids, "more"), (["dump", "latest", "\(files)/name"], "files"),
            (["key", "list"], "root"), (["cat", "config"], "chunker_polynomial"),
            (["snapshots", "--tag", "one"], "1 snapshots"),
            (["unlock"], "successfully removed"), (["list", "packs"], ""), (["list", "index"], ""),
        ] {
            let run = try await trial.restic(as: "web1", arguments)
            #expect(run.isSuccess && run.output.contains(expected), "\(run)")
        }
        // It shows the lock that it has made for itself.
        let locks = try await trial.restic(as: "web1", ["list", "locks"]).required()
        #expect(locks.lines.allSatisfy { $0.utf8.count == 64 })
        #expect(try await trial.run("ls", ["\(trial.folder)/storage/web1/locks"]).output.isEmpty)
    }

    @Test("A host that knows its repository by an old name need not change its configuration")
    func alias() async throws {
        let trial = try await Trial()
        let old = "s3-resticrepo:databucket"
        try await trial.postern("repo", "add", "web1", "--at", "main:web1", "--alias", old).required()
        try await trial.addClient("web1", "--create")
        let files = try await trial.makeFiles("files")
        try await trial.restic(as: "web1", in: old, ["init"]).required()
        try await trial.restic(as: "web1", in: old, ["backup", files]).required()
        #expect(try await trial.restic(as: "web1", in: "web1", ["snapshots"]).lines.last == "1 snapshots")
        #expect(try await trial.restic(as: "web1", in: "main:web1", ["snapshots"]).lines.last == "1 snapshots")
    }

    @Test("A client creates repositories below its paths, without an admin")
    func byPath() async throws {
        let trial = try await Trial()
        try await trial.addClient("web1", repositories: [], "--create", "--path", "main:web1/**")
        let files = try await trial.makeFiles("files")
        for place in ["main:web1/www", "main:web1/a/b/db"] {
            try await trial.restic(as: "web1", in: place, ["init"]).required()
            try await trial.restic(as: "web1", in: place, ["backup", files]).required()
        }
        #expect(try await trial.resticLocally("web1/a/b/db", ["check"]).isSuccess)
    }
}

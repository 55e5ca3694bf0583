import Testing
import Trial

@Suite("Who asks for more than the policy gives") struct StrangerTests {
    /// Two hosts; `web1` may also create below `main:web1/`, where it has a repository already.
    static func trial() async throws -> Trial {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "db1", "--at", "main:hosts/db1").required()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1/first").required()
        try await trial.addClient("db1", "--create")
        try await trial.addClient("web1", "--create", "--path", "main:web1/**")
        try await trial.restic(as: "db1", ["init"]).required()
        try await trial.restic(as: "web1", ["init"]).required()
        return trial
    }

    @Test("A repository or a place that is not granted stays closed, with a reason and a row")
    func repositories() async throws {
        let trial = try await Self.trial()
        let before = try await trial.run("find", ["\(trial.folder)/storage"]).required().lines
        let attempts = [
            ("db1", "repository-not-granted"), ("main:hosts/db1", "repository-not-granted"),
            ("nothing", "repository-not-granted"), ("$(id)", "repository-not-granted"),
            ("other:web1/x", "repository-not-granted"),
            ("main:web1/../hosts/db1", "bad-place"), ("main:../web1", "bad-place"), ("main:/web1/x", "bad-place"),
            ("main:web1/x/data", "bad-place"), ("main:web1/x/locks/y", "bad-place"), ("main:web1/.hidden", "bad-place"),
            ("main:web1/first/inner", "repository-nested"), ("main:web1", "repository-nested"),
            ("main:web1/a/b/c/d/e/f/g/h/i", "bad-place"),
        ]
        await withTaskGroup { group in
            for (repository, reason) in attempts {
                for command in ["snapshots", "init"] {
                    group.addTask { await Self.refused(trial, repository, command, reason) }
                }
            }
        }
        let after = try await trial.run("find", ["\(trial.folder)/storage"]).required().lines
        #expect(after == before)
    }

    private static func refused(_ trial: Trial, _ repository: String, _ command: String, _ reason: String) async {
        do {
            let run = try await trial.restic(as: "web1", in: repository, [command])
            #expect(!run.isSuccess && run.output.isEmpty, "\(run)")
            #expect(run.error.contains("rclone: postern: refused: "), "\(run)")
            #expect(run.error.contains("rclone: postern: hint: "), "\(run)")
            let rows = try await trial.trail("--outcome", "refused", "--client", "web1")
            #expect(
                rows.contains { $0.contains(#""reason":"\#(reason)""#) && $0.contains(repository) }, "\(repository)")
        } catch {
            Issue.record(error)
        }
    }

    @Test("Any other command gets nothing but a reason, and a row each")
    func commands() async throws {
        let trial = try await Self.trial()
        let commands = [
            "", "ls", "sh -c id", "rclone serve webdav --stdio main:web1", "rclone lsd main:",
            "serve restic --stdio main:web1; id", "serve restic", "scp -t /tmp",
            "/usr/lib/openssh/sftp-server", "serve restic --stdio --rc main:web1", "serve restic --stdio $(id) x",
            "serve restic --stdio a b",
            "postern-gate serve --client db1", "serve restic --stdio --config /tmp/evil a",
        ]
        for command in commands {
            let run = try await trial.ssh(as: "web1", command)
            #expect(!run.isSuccess && run.output.isEmpty, "\(run)")
            #expect(run.error.hasPrefix("postern: refused: "), "\(run)")
            #expect(run.error.contains("\npostern: hint: "), "\(run)")
        }
        let rows = try await trial.trail("--outcome", "refused", "--client", "web1")
        #expect(rows.filter { $0.contains(#""reason":"not-served""#) }.count == commands.count, "\(rows)")
    }

    @Test("Forwarding, a terminal and a subsystem are not to be had, nor a login with a key of nobody")
    func login() async throws {
        let trial = try await Self.trial()
        for arguments in [
            ["-W", "127.0.0.1:22", "web1"], ["-tt", "web1"], ["-s", "web1", "sftp"],
            ["-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", "web1"],
        ] {
            let run = try await trial.run("ssh", ["-F", "\(trial.folder)/ssh_config"] + arguments)
            #expect(!run.isSuccess && run.output.isEmpty, "\(run)")
        }
        let key = "\(trial.folder)/keys/stranger"
        try await trial.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).required()
        let run = try await trial.ssh(as: "stranger", "serve restic --stdio web1")
        #expect(!run.isSuccess && run.error.contains("Permission denied (publickey)"), "\(run)")
    }
}

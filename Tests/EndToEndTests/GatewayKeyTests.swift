import Peer
import Policy
import Secrets
import Sodium
import Testing
import Trial

@Suite("The gateway's own key to a repository") struct GatewayKeyTests {
    /// A repository that a host has made and used; the host's password is `trial`.
    private static func used() async throws -> Trial {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        try await trial.restic(as: "web1", ["init"]).required()
        try await trial.restic(as: "web1", ["backup", try await trial.makeFiles("files")]).required()
        return trial
    }

    @Test("is made with the host's password, which is not kept; a second one takes the first one's place")
    func made() async throws {
        let trial = try await Self.used()
        try await set("trial", trial).required()
        let (key, password) = try (key(trial), text(trial))
        #expect(password.count == 64 && password != "trial")
        let first = try await keys(trial)
        #expect(first.count == 2 && first.contains(key))
        #expect(policy(trial).contains("password = \"secret:web1\""))
        try await opens(trial, key, password).required()
        try await trial.restic(as: "web1", ["backup", "\(trial.folder)/files"]).required()
        let rows = try await trial.trail().filter { $0.contains("\"secret-set\"") }
        #expect(rows.count == 1 && rows[0].contains(key) && !rows[0].contains(password), "\(rows)")
        #expect(try await trial.postern("policy", "check").isSuccess)
        #expect(try await trial.postern("secret", "list").required().output.contains("repo web1"))

        try await set("trial", trial).required()
        let (newKey, newPassword) = try (self.key(trial), text(trial))
        #expect(newKey != key && newPassword != password)
        try await opens(trial, newKey, newPassword).required()
        let second = try await keys(trial)
        #expect(second.count == 2 && !second.contains(key))
        #expect(try await !opens(trial, newKey, password).isSuccess)
        try await trial.resticLocally("web1", ["check", "--read-data"]).required()
    }

    @Test("is not made with a wrong password, and nothing changes")
    func wrong() async throws {
        let trial = try await Self.used()
        let (before, files) = try await (policy(trial), keys(trial))
        let run = try await set("wrong", trial)
        #expect(run.status == .exited(1) && run.error.contains("opens the repository now"), "\(run)")
        #expect(policy(trial) == before)
        #expect(try await keys(trial) == files)
        #expect(try await trial.run("ls", ["\(trial.folder)/state/secrets"]).required().output.isEmpty)
    }

    @Test("leaves a secret that opens the repository, wherever it is killed between two renames")
    func cut() async throws {
        let trial = try await Self.used()
        try await set("trial", trial).required()
        var cuts = 0
        while try await !isWhole(trial, cutAt: cuts + 1) {
            cuts += 1
            let opened = try await trial.run(
                "restic", ["-r", "\(trial.folder)/storage/web1", "--no-cache", "--no-lock", "cat", "config"],
                variables: ["RESTIC_PASSWORD": text(trial)])
            #expect(opened.isSuccess, "\(cuts): \(opened)")
            try await trial.postern("policy", "check", "--fix").required()
            try #require(cuts < 40)
        }
        #expect(cuts > 2)
        try await opens(trial, try key(trial), try text(trial)).required()
    }

    /// Makes a new key, and is killed at a rename; `true` where it came to its end before that.
    private func isWhole(_ trial: Trial, cutAt number: Int) async throws -> Bool {
        let fault = "renameat:signal=KILL:when=\(number)"
        let run = try await trial.run(
            "strace",
            ["-o", "/dev/null", "-e", "trace=renameat", "-e", "inject=\(fault)", "-e", "signal=none"]
                + ["\(trial.programs)/postern", "secret", "set", "--repo", "web1", "--config", "\(trial.folder)/etc"],
            input: "\(trial.folder)/keys/value")
        if run.status == .killed(signal: 9) { return false }
        try run.required()
        return true
    }

    private func set(_ password: String, _ trial: Trial) async throws -> Run {
        try await trial.edit("keys/value") { _ in password + "\n" }
        return try await trial.run(
            "\(trial.programs)/postern", ["secret", "set", "--repo", "web1", "--config", "\(trial.folder)/etc"],
            input: "\(trial.folder)/keys/value")
    }

    /// restic itself, with the gateway's key and no other.
    private func opens(_ trial: Trial, _ key: String, _ password: String) async throws -> Run {
        try await trial.run(
            "restic", ["-r", "\(trial.folder)/storage/web1", "--no-cache", "--key-hint", key, "check"],
            variables: ["RESTIC_PASSWORD": password])
    }

    private func keys(_ trial: Trial) async throws -> [String] {
        try await trial.run("ls", ["\(trial.folder)/storage/web1/keys"]).required().lines
    }

    private func policy(_ trial: Trial) -> String { trial.text(of: "etc/repos.d/web1.toml") }

    private func key(_ trial: Trial) throws -> String {
        let line = try #require(policy(trial).split(separator: "\n").first { $0.hasPrefix("key = ") })
        let key = String(line.dropFirst(7).dropLast())
        #expect(key.count == 64)
        return key
    }

    private func text(_ trial: Trial) throws -> String {
        let vault = Vault(.coordinator, state: "\(trial.folder)/state", credentials: nil)
        let name = try #require(Name("web1"))
        return try unsafe vault.open(name).withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

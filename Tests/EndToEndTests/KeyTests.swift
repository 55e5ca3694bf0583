import Foundation
import Testing
import Trial

@Suite("Keys, through real sshd") struct KeyTests {
    static func trial() async throws -> Trial {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        try await trial.restic(as: "web1", ["init"]).required()
        return trial
    }

    static func fingerprint(_ trial: Trial, _ key: String) async throws -> String {
        let run = try await trial.run("ssh-keygen", ["-l", "-f", "\(trial.folder)/keys/\(key).pub"]).required()
        return run.output.split(separator: " ").map(String.init)[1]
    }

    /// A session that stays open until the file `done` is there: it begins as HTTP/2 does (RFC 9113, 3.4), with an empty
    /// SETTINGS frame, and then says nothing.
    private static func open(_ trial: Trial, as key: String) -> Task<Run, any Error> {
        Task {
            try await trial.run(
                "sh",
                [
                    "-c",
                    #"(printf 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0'; "#
                        + "while [ ! -e \(trial.folder)/done ]; do sleep 0.1; done) |"
                        + " ssh -F \(trial.folder)/ssh_config \(key) 'serve restic --stdio web1'",
                ],
                patience: .seconds(120))
        }
    }

    private static func openSessions(_ trial: Trial, _ count: Int) async throws {
        for _ in 0..<600 {
            let run = try await trial.postern("status", "--json").required()
            if run.output.contains("\"openSessions\":\(count),") { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        Issue.record("there are not \(count) open sessions")
    }

    @Test("A revoked key ends its live session at once, logs in no more, and leaves other keys alone")
    func revoke() async throws {
        let trial = try await Self.trial()
        try await trial.postern("key", "rotate", "web1", "--mint", "\(trial.folder)/keys/new").required()
        let lost = Self.open(trial, as: "web1")
        try await Self.openSessions(trial, 1)
        let print = try await Self.fingerprint(trial, "web1")
        let reply = try await trial.postern("key", "revoke", print, "--json").required()
        #expect(!reply.output.contains("\"ended\":[]") && reply.output.contains("\"ended\":["), "\(reply)")
        try await Self.openSessions(trial, 0)
        let run = try await trial.postern("audit", "list", "--json", "--client", "web1").required()
        #expect(run.output.contains(#""outcome":"failed","reason":"the key is revoked""#), "\(run)")
        try await trial.run("touch", ["\(trial.folder)/done"]).required()
        let ended = try await lost.value
        #expect(ended.error.contains("the gateway has ended this session"), "\(ended)")
        let login = try await trial.ssh(as: "web1", "serve restic --stdio web1")
        #expect(login.error.contains("Permission denied (publickey)"), "\(login)")
        try await trial.restic(as: "new", in: "web1", ["snapshots"]).required()
        let rows = try await trial.trail("--admin")
        #expect(rows.contains { $0.contains(#""action":"key-revoke""#) && $0.contains(print) }, "\(rows)")
    }

    @Test("list knows the last login, also a refused one")
    func list() async throws {
        let trial = try await Self.trial()
        let run = try await trial.postern("key", "list", "web1", "--json").required()
        #expect(run.output.contains(#""used":true,"lastUsed":"20"#), "\(run)")
        try await trial.postern("key", "rotate", "web1", "--mint", "\(trial.folder)/keys/new").required()
        let both = try await trial.postern("key", "list", "web1", "--json").required()
        #expect(both.output.contains(#""used":false,"lastUsed":null"#), "\(both)")
    }

    @Test("With an overlap both keys work; without one the old key is over at once")
    func rotate() async throws {
        let trial = try await Self.trial()
        try await trial.postern("key", "rotate", "web1", "--mint", "\(trial.folder)/keys/second").required()
        try await trial.restic(as: "web1", ["snapshots"]).required()
        try await trial.restic(as: "second", in: "web1", ["snapshots"]).required()
        try await trial.postern(
            "key", "rotate", "web1", "--mint", "\(trial.folder)/keys/third", "--overlap", "0s"
        ).required()
        for key in ["web1", "second"] {
            let login = try await trial.ssh(as: key, "serve restic --stdio web1")
            #expect(login.error.contains("Permission denied (publickey)"), "\(login)")
        }
        try await trial.restic(as: "third", in: "web1", ["snapshots"]).required()
    }

    @Test("A client that is switched off loses its open session, hears why, and comes back")
    func disable() async throws {
        let trial = try await Self.trial()
        let open = Self.open(trial, as: "web1")
        try await Self.openSessions(trial, 1)
        try await trial.postern("client", "disable", "web1").required()
        try await Self.openSessions(trial, 0)
        try await trial.run("touch", ["\(trial.folder)/done"]).required()
        #expect(try await open.value.error.contains("the gateway has ended this session"))
        let run = try await trial.restic(as: "web1", ["snapshots"])
        #expect(!run.isSuccess && run.error.contains("this client is switched off"), "\(run)")
        try await trial.postern("client", "enable", "web1").required()
        try await trial.restic(as: "web1", ["snapshots"]).required()
    }

    @Test("A client that is switched off while the ledger writes its session down does not come in")
    func disableMeanwhile() async throws {
        let trial = try await Self.trial()
        // Younger files are read again in any case.
        try await Task.sleep(for: .seconds(2.5))
        trial.signalLedger(SIGSTOP)
        let open = Self.open(trial, as: "web1")
        let gate = ["-f", "postern-gate serve --client web1 --config \(trial.folder)"]
        for _ in 0..<600 {
            if try await trial.run("pgrep", gate).isSuccess { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        // It has read the policy by then, and waits for the ledger.
        try await Task.sleep(for: .seconds(1))
        try await trial.edit("etc/clients.d/web1.toml") { $0 + "disabled = true\n" }
        trial.signalLedger(SIGCONT)
        try await trial.run("touch", ["\(trial.folder)/done"]).required()
        let run = try await open.value
        #expect(run.error.contains("this client is switched off"), "\(run)")
        #expect(try await trial.trail("--client", "web1").contains { $0.contains("client-disabled") })
    }

    @Test("sshd's AuthorizedKeysCommand finds the key, and no other")
    func command() async throws {
        let trial = try await Self.trial()
        // sshd wants the command's own path to be root's; env(1) is, whoever runs the tests.
        let user = try await trial.run("id", ["-un"]).required().lines[0]
        try await trial.edit("sshd_config") { text in
            text.replacing("AuthorizedKeysFile \(trial.folder)/etc/authorized_keys", with: "AuthorizedKeysFile none")
                + "AuthorizedKeysCommand /usr/bin/env \(trial.programs)/postern authorized-keys %u %t %k"
                + " --config \(trial.folder)/etc\nAuthorizedKeysCommandUser \(user)\n"
        }
        try await trial.restic(as: "web1", ["snapshots"]).required()
        let key = "\(trial.folder)/keys/stranger"
        try await trial.run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", key]).required()
        let run = try await trial.ssh(as: "stranger", "serve restic --stdio web1")
        #expect(run.error.contains("Permission denied (publickey)"), "\(run)")
        try await trial.postern("key", "revoke", try await Self.fingerprint(trial, "web1")).required()
        let revoked = try await trial.ssh(as: "web1", "serve restic --stdio web1")
        #expect(revoked.error.contains("Permission denied (publickey)"), "\(revoked)")
    }
}

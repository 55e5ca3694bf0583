import Glibc
import Peer
import Policy
import Secrets
import Sodium
import Testing
import Trial

@Suite("A secret on its way in") struct SecretInputTests {
    @Test("The terminal asks twice and shows nothing; erasing works")
    func terminal() async throws {
        let trial = try await Trial()
        let terminal = try Terminal(
            "\(trial.programs)/postern", ["secret", "set", "typed", "--config", "\(trial.folder)/etc"])
        #expect(terminal.waits(for: "secret typed: "))
        try terminal.type("wrong\u{15}corrächt\u{7f}\u{7f}\u{7f}\u{7f}ect\r")
        #expect(terminal.waits(for: "once more: "))
        try terminal.type("correct\n")
        #expect(terminal.end() == 0, "\(terminal.shown)")
        #expect(!terminal.shown.contains("corr") && !terminal.shown.contains("wrong"), "\(terminal.shown)")
        #expect(try text("typed", trial) == "correct")
    }

    @Test("Two that are not the same, and a person who gives up, change nothing")
    func givenUp() async throws {
        let trial = try await Trial()
        for (first, second) in [("one\n", "two\n"), ("one\n", "\u{3}"), ("\u{4}", "")] {
            let terminal = try Terminal(
                "\(trial.programs)/postern", ["secret", "set", "typed", "--config", "\(trial.folder)/etc"])
            #expect(terminal.waits(for: "secret typed: "))
            try terminal.type(first)
            if !second.isEmpty {
                #expect(terminal.waits(for: "once more: "))
                try terminal.type(second)
            }
            #expect(terminal.end() == 1, "\(terminal.shown)")
        }
        #expect(try await trial.run("ls", ["\(trial.folder)/state/secrets"]).required().output.isEmpty)
    }

    @Test("Removing asks at the terminal")
    func removal() async throws {
        let trial = try await Trial()
        try await trial.edit("keys/value") { _ in "x" }
        for (answer, status) in [("n\n", Int32(1)), ("\n", 1), ("y\n", 0)] {
            try await trial.run(
                "\(trial.programs)/postern", ["secret", "set", "a", "--config", "\(trial.folder)/etc"],
                input: "\(trial.folder)/keys/value"
            ).required()
            let terminal = try Terminal(
                "\(trial.programs)/postern", ["secret", "remove", "a", "--config", "\(trial.folder)/etc"])
            #expect(terminal.waits(for: "[y/N]"))
            try terminal.type(answer)
            #expect(terminal.end() == status, "\(terminal.shown)")
        }
    }

    @Test("It is in no argument, no environment, no output, no row and no other file than its sealed one")
    func nowhere() async throws {
        let trial = try await Trial()
        let value = "quite-a-secret-7f3a"
        try await trial.edit("keys/value") { _ in value }
        let traced = try await trial.run(
            "strace",
            [
                "-f", "-s", "9999", "-v", "-o", "\(trial.folder)/calls", "-e",
                "trace=write,writev,pwrite64,sendto,sendmsg,execve",
            ]
                + ["\(trial.programs)/postern", "secret", "set", "a", "--config", "\(trial.folder)/etc"],
            input: "\(trial.folder)/keys/value")
        try traced.required()
        try await trial.run("rm", ["\(trial.folder)/keys/value"]).required()
        #expect(try await trial.postern("secret", "list").required().output.contains("a     coordinator"))
        try await trial.postern("secret", "rotate-key").required()
        let rows = try await trial.trail().filter { $0.contains("secret-") }
        #expect(
            rows.count == 2 && rows[0].contains("\"secret-set\"") && rows[1].contains("\"secret-rotate\""), "\(rows)")
        // The trace too: nothing was written anywhere that holds it.
        let found = try await trial.run("grep", ["-rla", value, trial.folder])
        #expect(found.status == .exited(1) && found.output.isEmpty, "\(found)")
        #expect(try text("a", trial) == value)
    }

    @Test("It may come from another user's pipe")
    func foreignPipe() async throws {
        try #require(geteuid() == 0, "this runs as another user: run it as root")
        let trial = try await Trial()
        let script = """
            mkdir -m 0777 "$0/other"
            cp "$1/postern" "$1/postern-gate" "$0/other"
            chmod 0755 "$0" "$0/other/postern"
            cd "$0/other"
            as="setpriv --reuid 65534 --regid 65534 --clear-groups"
            $as ./postern init --config "$PWD/etc" --state "$PWD/state" --storage "$PWD/storage"
            printf x | $as ./postern secret set a --config "$PWD/etc"
            $as ./postern secret list --config "$PWD/etc"
            """
        let run = try await trial.run("sh", ["-euc", script, trial.folder, trial.programs])
        #expect(run.isSuccess && run.output.contains("a     coordinator"), "\(run)")
    }

    @Test("The key may come from systemd, and nothing is written beside the secrets then")
    func credential() async throws {
        let trial = try await Trial()
        let command = ["\(trial.programs)/postern", "secret", "set", "a", "--config", "\(trial.folder)/etc"]
        let script = """
            printf x | "$@"
            mkdir -m 0700 "$0/credentials"
            install -m 0400 "$0/state/secrets/secrets.key" "$0/credentials/secrets.key"
            rm "$0/state/secrets/secrets.key"
            printf y | CREDENTIALS_DIRECTORY="$0/credentials" "$@"
            """
        try await trial.run("sh", ["-euc", script, trial.folder] + command).required()
        let state = "\(trial.folder)/state"
        #expect(try await trial.run("ls", ["\(state)/secrets"]).required().lines == ["a.sealed"])
        let without = try await trial.postern("secret", "list")
        #expect(without.status == .exited(2) && without.error.contains("secrets.key"), "\(without)")
        let vault = Vault(.coordinator, state: state, credentials: "\(trial.folder)/credentials")
        let name = try #require(Name("a"))
        #expect(try unsafe vault.open(name).withBytes { unsafe String(decoding: $0, as: UTF8.self) } == "y")
    }

    private func text(_ name: String, _ trial: Trial) throws -> String {
        let vault = Vault(.coordinator, state: "\(trial.folder)/state", credentials: nil)
        let name = try #require(Name(name))
        return try unsafe vault.open(name).withBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }
}

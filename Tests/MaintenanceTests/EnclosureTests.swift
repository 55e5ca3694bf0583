import Linux
import Testing
import Trial

@Suite("A program that is enclosed") struct EnclosureTests {
    /// What a hostile repository could make restic try, as commands of a shell in the folder that it may change.
    static let attempts = [
        "read a repository": "cat ../storage/web1/config",
        "list a repository": "ls ../storage/web1/keys",
        "write beside its folder": "echo x >../other",
        "remove what is elsewhere": "rm -f ../etc/postern.toml",
        "replace what is elsewhere": "mv file ../etc/postern.toml",
        "read the policy": "cat ../etc/postern.toml",
        "run a program of its own": "cp /usr/bin/true mine && ./mine",
        "look into the process that started it": "cat /proc/$PARENT/environ",
        "connect": "exec 3<>/dev/tcp/127.0.0.1/22",
        "speak to the ledger": "/usr/bin/python3 -c 'import socket; socket.socket(socket.AF_UNIX)'",
        "cut a file that it may not open": "/usr/bin/python3 -c 'import os; os.truncate(\"../etc/postern.toml\", 0)'",
        "change the mode of what is elsewhere": "chmod 0777 ../storage/web1/config",
        "give away what is elsewhere": "chown 65534 ../storage/web1/config",
        "signal another process": "kill -CONT $PARENT",
    ]

    private func enclosed(_ script: String, in trial: Trial) async throws -> Run {
        let folder = "\(trial.folder)/files"
        let words = ["enclose", "--landlock", "required", "--changing", folder, "--", "/bin/bash", "-ec", script]
        let line = "cd \(folder) && PARENT=$PPID exec \(trial.programs)/postern-gate \"$@\""
        return try await trial.run("sh", ["-c", line, "sh"] + words)
    }

    @Test("can do in its own folder what it likes, and start programs of the system")
    func allowed() async throws {
        let gateway = try await MaintainedGateway()
        try await gateway.trial.run("mkdir", ["\(gateway.trial.folder)/files"]).required()
        let script = """
            echo one >a; mkdir b; mv a b/c; ln -s c b/d; cat b/d; rm -r b
            : >e; cat /etc/passwd >e; sed -n 1p e
            """
        let run = try await enclosed(script, in: gateway.trial).required()
        #expect(run.lines.first == "one" && run.lines.last?.hasPrefix("root:") == true, "\(run)")
    }

    @Test("cannot", arguments: attempts.keys.sorted())
    func refused(attempt: String) async throws {
        let gateway = try await MaintainedGateway()
        try await gateway.trial.run("mkdir", ["\(gateway.trial.folder)/files"]).required()
        let script = try #require(Self.attempts[attempt])
        let run = try await enclosed("echo x >file; \(script)", in: gateway.trial)
        #expect(!run.isSuccess, "\(run)")
        #expect(run.error.contains("ermission denied") || run.error.contains("not permitted"), "\(run)")
    }

    @Test("is refused with the usage where its line makes no sense")
    func usage() async throws {
        let trial = try await Trial()
        let lines = [[], ["--landlock", "perhaps", "--", "/bin/true"], ["--", "true"], ["--changing"]]
        for words in lines.map({ ["enclose"] + $0 }) {
            let run = try await trial.run("\(trial.programs)/postern-gate", words)
            #expect(run.error.contains("usage: postern-gate enclose"), "\(run)")
        }
        let relay = try await trial.run("\(trial.programs)/postern-gate", ["relay"])
        #expect(relay.error.contains("relay is started by maintenance's restic only"), "\(relay)")
    }
}

import Glibc
import Linux
import Peer
import Testing
import Trial

/// Each test breaks one thing for real and sees that the doctor says so, and of nothing else.
@Suite("postern doctor") struct DoctorTests {
    /// A gateway with a client, sealed, that is well in all that a trial can be.
    private static func well() async throws -> Trial {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1", "--create")
        try await trial.postern("audit", "seal").required()
        return trial
    }

    @Test("finds nothing where nothing is wrong, and leaves nothing behind")
    func nothing() async throws {
        let trial = try await Self.well()
        let before = try await trial.run("find", ["\(trial.folder)/etc", "\(trial.folder)/storage"]).required().lines
        let findings = try await Findings(of: trial)
        for check in [
            "policy", "users", "files", "sshd", "sandbox", "space", "ledger", "trail", "restic", "keys", "secrets",
        ] {
            #expect(Set(findings.verdicts[check] ?? []) == ["good"], "\(check): \(findings.run)")
        }
        #expect(findings.bad.subtracting(["clock", "storage"]) == [], "\(findings.run)")
        let after = try await trial.run("find", ["\(trial.folder)/etc", "\(trial.folder)/storage"]).required().lines
        #expect(before == after)
    }

    @Test("policy: a typing error, a generated file that was changed")
    func policy() async throws {
        let trial = try await Self.well()
        try await trial.edit("etc/places") { $0 + "main:x y\n" }
        try await expect("policy", "places does not fit", "policy check", trial)
        try await trial.edit("etc/clients.d/web1.toml") { $0 + "qota = 1\n" }
        try await expect("policy", "web1.toml:", "vi", trial)
    }

    @Test(
        "files: modes, owners, what is missing",
        arguments: [
            ("chmod", ["0644", "state/secrets/audit.key"], "audit.key has mode 0644, and not 0600", "chmod 0600"),
            ("chmod", ["0777", "etc"], "etc has mode 0777", "chmod 0750"),
            ("chmod", ["0660", "etc/clients.d/web1.toml"], "web1.toml has mode 0660", "chmod 0640"),
            ("chmod", ["0755", "storage"], "storage has mode 0755", "chmod 0700"),
            ("chmod", ["0644", "state/trail/audit.sqlite"], "audit.sqlite has mode 0644", "chmod 0600"),
            ("chmod", ["0666", "state/run/ledger.sock"], "ledger.sock has mode 0666", "chmod 0660"),
            ("rm", ["-r", "state/gate-secrets"], "gate-secrets", "postern init"),
        ])
    func files(program: String, arguments: [String], text: String, mend: String) async throws {
        let trial = try await Self.well()
        try await trial.run(program, [arguments[0], "\(trial.folder)/\(arguments[1])"]).required()
        // Others refuse to read what strangers may write, and say so too.
        try await expect("files", text, mend, trial, also: ["policy", "secrets"])
    }

    @Test("files: what belongs to somebody else")
    func owner() async throws {
        try #require(geteuid() == 0, "this gives a file to another user: run it as root")
        let trial = try await Self.well()
        try await trial.run("chown", ["65534", "\(trial.folder)/state/secrets/audit.key"]).required()
        try await expect("files", "audit.key belongs to user 65534", "chown 0", trial)
    }

    @Test(
        "sshd: what it really does for the account",
        arguments: [
            ("ExposeAuthInfo yes", "ExposeAuthInfo no", "ExposeAuthInfo is no"),
            ("DisableForwarding yes", "", "DisableForwarding is no"),
            ("PermitTTY no", "PermitTTY yes", "PermitTTY is yes"),
            ("PasswordAuthentication no", "PasswordAuthentication yes", "AuthenticationMethods is any"),
            ("MaxSessions 1", "ForceCommand internal-sftp", "ForceCommand is internal-sftp"),
            ("MaxSessions 1", "AllowUsers somebody", "AllowUsers is somebody"),
            (
                "MaxSessions 1", "Match all\n    AuthorizedKeysCommand /bin/true\n    AuthorizedKeysCommandUser nobody",
                "AuthorizedKeysFile"
            ),
            ("PermitUserRC no", "PermitUserRC perhaps", "does not accept its configuration"),
        ])
    func sshd(line: String, other: String, text: String) async throws {
        let trial = try await Self.well()
        try await trial.edit("sshd_config") { $0.replacing(line, with: other) }
        try await expect("sshd", text, "sshd_config", trial)
    }

    @Test(
        "sshd: what it says to do mends it, also what a Match says",
        arguments: [
            ("ExposeAuthInfo yes", "ExposeAuthInfo no"), ("PermitUserEnvironment no", "PermitUserEnvironment yes"),
            ("MaxSessions 1", "MaxSessions 1\nMatch all\n    DisableForwarding no"),
        ])
    func mended(line: String, other: String) async throws {
        let trial = try await Self.well()
        try await trial.edit("sshd_config") { $0.replacing(line, with: other) }
        let mend = try #require(try await Findings(of: trial).mends["sshd"]?.first)
        try await trial.run("sh", ["-euc", mend]).required()
        #expect(try await Findings(of: trial).verdicts["sshd"] == ["good"])
    }

    @Test("sandbox: a kernel without Landlock, or with it switched off", arguments: ["ENOSYS", "EOPNOTSUPP"])
    func sandbox(error: String) async throws {
        let trial = try await Self.well()
        let words = error == "ENOSYS" ? "has no Landlock" : "Landlock is switched off"
        try await expect("sandbox", words, "reboot", trial, fault: "landlock_create_ruleset:error=\(error)")
        try await trial.edit("etc/postern.toml") { "\($0)[sandbox]\nlandlock = \"best-effort\"\n" }
        let findings = try await Findings(of: trial, fault: "landlock_create_ruleset:error=\(error)")
        #expect(findings.verdicts["sandbox"] == ["cannot tell"], "\(findings.run)")
    }

    @Test("sandbox: what a container withholds", arguments: ["seccomp", "landlock_restrict_self"])
    func withheld(call: String) async throws {
        let trial = try await Self.well()
        try await expect("sandbox", "cannot confine this process", "container", trial, fault: "\(call):error=EPERM")
    }

    @Test("storage: memory, no flush, no rename that keeps what is there")
    func storage() async throws {
        let trial = try await Self.well()
        try await expect("storage", "Input/output error", "dmesg", trial, fault: "fsync:error=EIO")
        let linked = try await Findings(of: trial, fault: "renameat2:error=EINVAL")
        #expect(linked.texts["storage"]?.first?.contains("files appear by linkat") == true, "\(linked.run)")
        try await expect(
            "storage", "Operation not permitted", "findmnt", trial, fault: "renameat2,linkat:error=EPERM")
        try await trial.run("mv", ["\(trial.folder)/storage", "\(trial.folder)/away"]).required()
        try await expect("storage", "the folder is missing", "mount", trial, also: ["files"])

        let memory = "/dev/shm/postern-doctor.\(getpid())"
        try await trial.run("mkdir", ["-m", "0700", memory]).required()
        try await trial.edit("etc/postern.toml") { $0.replacing("\(trial.folder)/storage", with: memory) }
        let findings = try await Findings(of: trial)
        try await trial.run("rm", ["-r", memory]).required()
        #expect(findings.texts["storage"]?.first?.contains("tmpfs is memory") == true, "\(findings.run)")
        #expect(findings.bad.contains("storage"))
    }

    @Test("space: less is free than the floor")
    func space() async throws {
        let trial = try await Self.well()
        try await trial.edit("etc/postern.toml") { $0.replacing("\"64MiB\"", with: "\"900000TiB\"") }
        try await expect("space", "must be", "du", trial)
    }

    @Test("space: no inodes are left")
    func inodes() async throws {
        let trial = try await Self.well()
        let full = """
            mount -t tmpfs -o mode=0700,nr_inodes=400 tmpfs "$1"
            seq 399 | while read -r number; do : >"$1/$number" || break; done 2>/dev/null
            shift
            exec "$@"
            """
        let run = try await trial.run(
            "unshare",
            ["--mount", "sh", "-euc", full, "sh", "\(trial.folder)/storage", "\(trial.programs)/postern", "doctor"]
                + ["--json", "--config", "\(trial.folder)/etc"])
        #expect(run.output.contains("inodes are free, and 4 must be") && run.status == .exited(2), "\(run)")
    }

    @Test("clock: nobody keeps it right, or the kernel does not tell")
    func keptClock() async throws {
        let trial = try await Self.well()
        try await expect("clock", "not synchronised", "chrony", trial, fault: "adjtimex,clock_adjtime:retval=5")
        let silent = try await Findings(of: trial, fault: "adjtimex,clock_adjtime:error=EPERM")
        #expect(silent.verdicts["clock"]?.first == "cannot tell", "\(silent.run)")
        let kept = try await Findings(of: trial, fault: "adjtimex,clock_adjtime:retval=0")
        #expect(kept.verdicts["clock"] == ["good", "good"] && kept.run.isSuccess, "\(kept.run)")
    }

    @Test("ledger: it does not run, or does not answer")
    func ledger() async throws {
        let trial = try await Self.well()
        trial.signalLedger(SIGSTOP)
        try await expect("ledger", "does not answer", "postern-ledger", trial)
        trial.signalLedger(SIGKILL)
        trial.signalLedger(SIGCONT)
        try await expect("ledger", "is not running", "postern-ledger", trial)
    }

    @Test("trail: a row that was changed, and a trail that was never sealed")
    func trail() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await expect("trail", "nothing is sealed", "postern audit seal", trial)
        try await trial.postern("audit", "seal").required()
        try await trial.run("touch", ["-d", "-3 days", "\(trial.folder)/state/checkpoints/checkpoint"]).required()
        try await expect("trail", "rows are sealed, the last 3 d ago", "postern audit seal", trial)
        let script = """
            DROP TRIGGER trail_verbatim;
            UPDATE trail SET line = replace(line, 'web1', 'web2') WHERE seq = (SELECT max(seq) FROM trail);
            """
        try await trial.run("sqlite3", ["\(trial.folder)/state/trail/audit.sqlite", script]).required()
        try await expect("trail", "damaged", "postern audit verify", trial)
    }

    @Test("restic: there is none")
    func restic() async throws {
        let trial = try await Self.well()
        let hide = """
            mount --bind /dev/null "$(command -v restic)"
            exec "$@"
            """
        let run = try await trial.run(
            "unshare",
            ["--mount", "sh", "-euc", hide, "sh", "\(trial.programs)/postern", "doctor"]
                + ["--json", "--config", "\(trial.folder)/etc"])
        #expect(run.output.contains("there is no restic") && run.status == .exited(2), "\(run)")
    }

    @Test("keys: one that ends soon, and one that has ended")
    func keys() async throws {
        let trial = try await Self.well()
        let key = "etc/authorized_keys.d/web1"
        let soon = try await trial.run("date", ["-u", "-d", "+3 days", "+%Y-%m-%d"]).required().lines[0]
        for day in [soon, "2020-01-01"] {
            try await trial.edit(key) { text in
                let last = text.split(separator: "\n").last ?? ""
                return "# postern: added=2019-01-01 expires=\(day)\n\(last)\n"
            }
            try await trial.postern("policy", "check", "--fix").required()
            try await expect("keys", day == soon ? "ends at" : "ended at", "key rotate web1", trial)
        }
    }

    @Test("secrets: a key that others read, a rotation that was cut, a secret that is missing")
    func secrets() async throws {
        let trial = try await Self.well()
        try await trial.edit("keys/value") { _ in "x" }
        let set = try await trial.run(
            "\(trial.programs)/postern", ["secret", "set", "a", "--config", "\(trial.folder)/etc"],
            input: "\(trial.folder)/keys/value")
        try set.required()
        let key = "\(trial.folder)/state/secrets/secrets.key"
        try await trial.run("chmod", ["0644", key]).required()
        try await expect("secrets", "not in the hands of root alone", "chmod go=", trial, also: ["files"])
        try await trial.run("sh", ["-euc", "chmod 0600 \(key); cp \(key) \(key).two; cat \(key) >>\(key).two"])
            .required()
        try await trial.run("mv", ["\(key).two", key]).required()
        try await expect("secrets", "was cut", "postern secret rotate-key", trial)
        try await trial.postern("secret", "rotate-key").required()
        try await trial.edit("etc/repos.d/web1.toml") { "\($0)password = \"secret:b\"\n" }
        try await expect("secrets", "there is no secret \"b\"", "postern secret set b", trial)
    }

    /// Expects one check, and no other, to be bad.
    private func expect(
        _ check: String, _ text: String, _ mend: String, _ trial: Trial, fault: String? = nil, also: Set<String> = []
    ) async throws {
        let findings = try await Findings(of: trial, fault: fault)
        #expect(findings.run.status == .exited(2), "\(findings.run)")
        #expect(findings.bad.contains(check), "\(findings.run)")
        #expect(findings.texts[check]?.contains { $0.contains(text) } == true, "\(findings.run)")
        #expect(findings.mends[check]?.contains { $0.contains(mend) } == true, "\(findings.run)")
        let others = findings.bad.subtracting(also).subtracting([check, "clock", "storage"])
        #expect(others == [], "\(findings.run)")
    }
}

internal import Glibc

/// Something that sshd must do for the account.
struct SSHDRule {
    /// The keyword as people write it.
    let keyword: String
    /// What should be written.
    let wanted: String
    /// What an attacker, or the admin, gets from it if it is not so.
    let reason: String
    /// Whether it is so.
    let test: (SSHDSettings) -> Bool

    func holds(in settings: SSHDSettings) -> Bool { test(settings) }

    /// What is wrong. The command puts lines in front of all others: sshd takes the first value that it meets, and what a
    /// Match says before what stands outside of one.
    func verdict(_ settings: SSHDSettings, _ patient: Patient) -> Verdict {
        let found = settings.all(keyword).joined(separator: " ")
        let text = "\(keyword) is \(found.isEmpty ? "not set" : Escaped.text(found)): \(reason)"
        let line = "\(keyword) \(wanted)"
        let lines =
            Self.onlyOutsideMatch.contains(keyword)
            ? line : "Match User \(patient.account)\\n    \(line)\\nMatch all"
        if let file = patient.sshdConfiguration {
            return .bad(text, mend: "sed -i '1i \(lines)' \(ShellWord.quoted(file))")
        }
        let file = "/etc/ssh/sshd_config.d/00-postern-\(keyword.lowercased()).conf"
        return .bad(text, mend: "printf '\(lines)\\n' >\(file) && sshd -t && systemctl reload ssh")
    }

    /// Source: sshd_config(5), Match.
    private static let onlyOutsideMatch: Set = ["PermitUserEnvironment", "StrictModes"]

    private init(_ keyword: String, _ wanted: String, _ reason: String, _ test: ((SSHDSettings) -> Bool)? = nil) {
        self.keyword = keyword
        self.wanted = wanted
        self.reason = reason
        self.test = test ?? { $0.value(keyword) == wanted }
    }

    /// All of them.
    static func rules(for patient: Patient) -> [SSHDRule] {
        let file = patient.configuration.authorizedKeys
        let always = [
            SSHDRule("PubkeyAuthentication", "yes", "no host can log in"),
            SSHDRule("AuthorizedKeysFile", file, "sshd must take keys from the generated lines, and from nowhere else")
            {
                takesOnlyOurKeys($0, file, patient.configuration.keys)
            },
            SSHDRule("AuthenticationMethods", "publickey", "a password could open the account") { settings in
                settings.value("AuthenticationMethods") == "publickey"
                    || ["PasswordAuthentication", "KbdInteractiveAuthentication"].allSatisfy {
                        settings.value($0) == "no"
                    }
            },
            SSHDRule("ForceCommand", "none", "it takes the place of the gate, which stands in the lines"),
            SSHDRule("DisableForwarding", "yes", "a line that somebody writes by hand could forward ports"),
            SSHDRule("PermitTTY", "no", "a gate needs no terminal"),
            SSHDRule("PermitUserRC", "no", "a file of the account's home would be run before the gate"),
            SSHDRule("PermitUserEnvironment", "no", "a line could set variables of the gate"),
            SSHDRule("ExposeAuthInfo", "yes", "the gate cannot compare the key that logged in with the client's"),
            SSHDRule("ClientAliveInterval", "60", "a host that vanished keeps its session, and its locks, for ever") {
                $0.value("ClientAliveInterval") != "0"
            },
            SSHDRule("AllowUsers", patient.account, "sshd does not let the account in") { settings in
                isNamed(patient.account, in: settings.all("AllowUsers"), ifNone: true)
            },
            SSHDRule("DenyUsers", "nobody", "sshd does not let the account in") { settings in
                !isNamed(patient.account, in: settings.all("DenyUsers"), ifNone: false)
            },
        ]
        let strict = SSHDRule("StrictModes", "yes", "sshd would read keys that others can write")
        return patient.isTrial ? always : always + [strict]
    }

    /// The one generated file; or the folder of OpenSSH 10.0; or our command, and no file.
    private static func takesOnlyOurKeys(_ settings: SSHDSettings, _ file: String, _ folder: String) -> Bool {
        let files = settings.value("AuthorizedKeysFile")
        let command = settings.value("AuthorizedKeysCommand").split(separator: " ")
        let isCommandOurs =
            command.count > 1 && command[0].split(separator: "/").last == "postern" && command[1] == "authorized-keys"
        let hasNoCommand = command.isEmpty || command == ["none"]
        return isCommandOurs && (files == "none" || files == file) || hasNoCommand && files == file
    }

    /// Source: ssh_config(5), "PATTERNS"; a host behind the name is not looked at.
    private static func isNamed(_ user: String, in patterns: [String], ifNone: Bool) -> Bool {
        let words = patterns.flatMap { $0.split(separator: " ") }
        guard !words.isEmpty else { return ifNone }
        return words.contains { unsafe fnmatch(String($0.prefix { $0 != "@" }), user, 0) == 0 }
    }
}

internal import Glibc

/// The users of a gateway.
enum AccountCheckup: Checkup {
    static let name = "users"

    static func look(at patient: Patient) -> [Verdict] {
        guard let gates = patient.accounts.gates else {
            let isUsual = patient.configuration.unusualPath == nil
            let text =
                "this is a trial of one user (\(patient.account)): gates, ledger and admin are the same to the kernel"
            let both = "\(make(Accounts.gatesName)); \(make(Accounts.ledgerName))"
            let folder = patient.configuration.path
            return isUsual ? [.bad(text, mend: "\(both); chgrp postern \(folder) && postern init")] : [.good(text)]
        }
        guard let ledger = patient.accounts.ledger else {
            return [.bad("there is no user \(Accounts.ledgerName)", mend: make(Accounts.ledgerName) + "; postern init")]
        }
        var verdicts: [Verdict] = []
        for (name, account) in [(Accounts.gatesName, gates), (Accounts.ledgerName, ledger)] where account.user == 0 {
            verdicts.append(.bad("\(name) is root", mend: "userdel \(name); \(make(name)); postern init"))
        }
        if gates.user == ledger.user {
            let mend = "userdel \(Accounts.ledgerName); \(make(Accounts.ledgerName)); postern init"
            verdicts.append(.bad("gates and ledger are the same user", mend: mend))
        }
        verdicts += shell(gates.user).map { [$0] } ?? []
        return verdicts.isEmpty
            ? [.good("\(Accounts.gatesName) and \(Accounts.ledgerName) are users of their own")] : verdicts
    }

    /// sshd starts the gate through the account's shell, and reads that shell's start-up files, if it has any.
    private static func shell(_ user: uid_t) -> Verdict? {
        guard let account = unsafe getpwuid(user) else { return nil }
        let shell = unsafe String(cString: account.pointee.pw_shell)
        guard shell.split(separator: "/").last != "postern-gate" else { return nil }
        return .bad(
            "the shell of \(Accounts.gatesName) is \(Escaped.text(shell)), whose start-up files could be abused",
            mend: "usermod --shell /usr/bin/postern-gate \(Accounts.gatesName)")
    }

    private static func make(_ name: String) -> String {
        let shell = name == Accounts.gatesName ? "/usr/bin/postern-gate" : "/usr/sbin/nologin"
        return "useradd --system --user-group --no-create-home --home-dir / --shell \(shell) \(name)"
    }
}

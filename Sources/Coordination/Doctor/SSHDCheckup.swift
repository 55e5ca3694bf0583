internal import Glibc
internal import Linux

/// What sshd really does for the account, whatever its files say: `sshd -T -C`.
enum SSHDCheckup: Checkup {
    static let name = "sshd"

    static func look(at patient: Patient) -> [Verdict] {
        if patient.isTrial, patient.sshdConfiguration == nil {
            return [.unknown("this is a trial: which sshd serves it is not known; name its file with --sshd-config")]
        }
        guard let program = ToolRun.find("sshd") else {
            return [.bad("there is no sshd", mend: "apt-get install openssh-server")]
        }
        let file = patient.sshdConfiguration.map { ["-f", $0] } ?? []
        let connection = "user=\(patient.account),host=localhost,addr=127.0.0.1"
        let run: ToolRun
        do throws(SystemCallError) { run = try ToolRun(program, file + ["-T", "-C", connection]) } catch {
            return [.unknown("\(program) cannot be run: \(error)")]
        }
        guard run.status == 0 else {
            let why = Escaped.text(run.lines.last ?? "it says nothing")
            let test = ([program] + file + ["-t"]).map(ShellWord.quoted).joined(separator: " ")
            guard patient.isRoot else { return [.unknown("sshd does not tell (\(why)); run it as root")] }
            return [.bad("sshd does not accept its configuration: \(why)", mend: test)]
        }
        let settings = SSHDSettings(run.lines)
        let wrong = SSHDRule.rules(for: patient).filter { !$0.holds(in: settings) }
        guard wrong.isEmpty else { return wrong.map { $0.verdict(settings, patient) } }
        return [.good("for \(patient.account) sshd takes only keys, from the generated lines, and only for the gate")]
    }
}

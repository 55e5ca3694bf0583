internal import Glibc
internal import Linux

/// Whether systemd does at its times what has to be done.
enum TimerCheckup: Checkup {
    static let name = "timers"

    /// The units of `config/systemd`.
    static let units = ["postern-ledger.socket", "postern-seal.timer"]

    static func look(at patient: Patient) -> [Verdict] {
        // Source: sd_booted(3).
        guard unsafe access("/run/systemd/system", F_OK) == 0, let program = ToolRun.find("systemctl") else {
            return [.unknown("systemd does not run here")]
        }
        if patient.isTrial { return [.unknown("this is a trial, which systemd knows nothing of")] }
        return units.map { unit in
            do throws(SystemCallError) {
                let state = try ToolRun(program, ["is-active", unit]).lines.first ?? "unknown"
                if state == "active" { return .good("\(unit) is active") }
                return .bad("\(unit) is \(Escaped.text(state))", mend: "systemctl enable --now \(unit)")
            } catch {
                return .unknown("\(unit): \(error)")
            }
        }
    }
}

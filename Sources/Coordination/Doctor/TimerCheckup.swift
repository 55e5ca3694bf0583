internal import Glibc
internal import Linux

/// Whether systemd does at its times what has to be done.
enum TimerCheckup: Checkup {
    static let name = "timers"

    /// The units of `config/systemd`.
    static let units = ["postern-ledger.socket", "postern-seal.timer", "postern-maintenance.timer"]

    /// What systemctl calls a unit that is not active; anything else is an error. Source: systemctl(1), `is-active`.
    private static let idle: Set = ["inactive", "failed", "activating", "deactivating", "unknown", "reloading"]

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
                guard idle.contains(state) else { return .unknown("\(unit): \(Escaped.text(state))") }
                return .bad("\(unit) is \(state)", mend: "systemctl enable --now \(unit)")
            } catch {
                return .unknown("\(unit): \(error)")
            }
        }
    }
}

internal import Audit
internal import Glibc
internal import Policy
internal import Seals

/// Whether the trail fits its rows and checkpoints, and how long ago it was sealed.
enum TrailCheckup: Checkup {
    static let name = "trail"

    /// Seconds after which a seal is late: the timer seals every ten minutes.
    private static let late: Int64 = 86400

    static func look(at patient: Patient) -> [Verdict] {
        guard let gateway = patient.gateway else { return [Patient.noPolicy] }
        let verify = "postern audit verify" + patient.option
        let state = AuditedState(gateway.state)
        do throws(AuditError) {
            let report = try Verification(state).run()
            guard report.isSound else {
                return report.defects.map { .bad("damaged: \($0.damage.rawValue): \($0.text)", mend: verify) }
            }
            return [.good("sound: \(report.rows) rows, each as it was written"), sealed(report, state, patient)]
        } catch {
            guard case .noTrail = error else {
                return [.unknown("\(error)" + (patient.isRoot ? "" : "; run it as root"))]
            }
            return [.unknown("there is no trail yet: the ledger has never run")]
        }
    }

    private static func sealed(_ report: Report, _ state: AuditedState, _ patient: Patient) -> Verdict {
        let seal =
            "postern audit seal\(patient.option)"
            + (patient.isTrial ? "" : " && systemctl enable --now postern-seal.timer")
        var status = stat()
        guard report.key != nil, unsafe stat(state.seals.newest, &status) == 0 else {
            return .bad("nothing is sealed: who is root can change all rows unseen", mend: seal)
        }
        let age = patient.world.now() - Int64(status.st_mtim.tv_sec)
        let text = "\(report.sealed) of \(report.rows) rows are sealed, the last \(Amount.time(age * 1000)) ago"
        guard report.sealed < report.rows, age > late else { return .good(text) }
        return .bad(text, mend: seal)
    }
}

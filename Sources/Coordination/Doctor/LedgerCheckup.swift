internal import LedgerClient
internal import Policy

/// Whether the ledger runs and answers.
enum LedgerCheckup: Checkup {
    static let name = "ledger"

    static func look(at patient: Patient) -> [Verdict] {
        guard let gateway = patient.gateway else { return [Patient.noPolicy] }
        do throws(LedgerError) {
            try LedgerAdmin.greet(socket: "\(gateway.state)/run/ledger.sock")
            return [.good("it runs, and answers")]
        } catch {
            let start =
                patient.isTrial ? "postern-ledger\(patient.option) &" : "systemctl restart postern-ledger.socket"
            return switch error {
            case .refusedConnection where !patient.isRoot: [.unknown("\(error); run it as root")]
            case .full: [.bad("\(error)", mend: "df -h \(ShellWord.quoted(gateway.state))")]
            case .missing, .silent, .gone, .refusedConnection, .busy, .dismissed, .broken, .protocolViolation, .system:
                [.bad("\(error)", mend: start)]
            }
        }
    }
}

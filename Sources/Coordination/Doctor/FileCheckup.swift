internal import Glibc
internal import Linux

/// Owners and modes of all that the gateway has, as `docs/operations.md` tells them.
enum FileCheckup: Checkup {
    static let name = "files"

    /// How many are told one by one.
    private static let told = 20

    static func look(at patient: Patient) -> [Verdict] {
        let custodies: [FileCustody]
        do throws(SystemCallError) { custodies = try FileTable(patient).custodies } catch {
            return [.unknown("\(error)" + (patient.isRoot ? "" : "; run it as root"))]
        }
        let verdicts = custodies.flatMap { $0.verdicts(patient) }
        let bad = verdicts.filter { $0.mend != nil }
        if bad.count > told {
            let rest = Verdict.bad(
                "\(bad.count - told) more files are wrong", mend: "postern doctor --json\(patient.option)")
            return bad.prefix(told) + [rest]
        }
        if !bad.isEmpty { return bad }
        let unknown = verdicts.filter { if case .unknown = $0 { true } else { false } }
        if let first = unknown.first { return [first] }
        if patient.gateway == nil { return [Patient.noPolicy] }
        return [.good("owners and modes of \(custodies.count) files and folders are as they should be")]
    }
}

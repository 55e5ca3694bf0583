internal import Linux

/// Whether the gateway has a restic for maintenance, new enough.
enum ResticCheckup: Checkup {
    static let name = "restic"

    static func look(at patient: Patient) -> [Verdict] {
        let install = "apt-get install restic"
        guard let program = ToolRun.find("restic") else {
            return [.bad("there is no restic: forget, prune and check cannot run", mend: install)]
        }
        do throws(SystemCallError) {
            let run = try ToolRun(program, ["version"])
            guard run.status == 0, let version = ResticVersion(run.lines.first ?? "") else {
                return [.bad("\(program) does not tell its version", mend: "\(program) version")]
            }
            guard version >= .oldest else {
                return [.bad("\(program) is \(version), and \(ResticVersion.oldest) is needed", mend: install)]
            }
            return [.good("\(program) is \(version)")]
        } catch {
            return [.bad("\(program) cannot be run: \(error)", mend: install)]
        }
    }
}

internal import PolicyFile

/// Whether the policy's files are sound, and what is generated from them fits.
enum PolicyCheckup: Checkup {
    static let name = "policy"

    static func look(at patient: Patient) -> [Verdict] {
        let check = "postern policy check" + patient.option
        if !patient.problems.isEmpty {
            return patient.problems.map { problem in
                let place = problem.line.map { "\(Escaped.text(problem.file)):\($0)" } ?? Escaped.text(problem.file)
                let line = problem.line.map { "+\($0) " } ?? ""
                let hint = problem.hint.map { "   # \($0)" } ?? ""
                return .bad(
                    "\(place): \(problem.message)",
                    mend: "${EDITOR:-vi} \(line)\(ShellWord.quoted(problem.file))\(hint)")
            }
        }
        guard let policy = patient.policy else { return [Patient.noPolicy] }
        do {
            let office = Office(configuration: patient.configuration, world: patient.world)
            let plan = try ChangePlan(office, nil)
            let files = [
                (patient.configuration.authorizedKeys, plan.roll.text),
                (patient.configuration.places, Array(PlacesIndex.text(of: policy.repositories).utf8)),
            ]
            let stale = try files.filter { try PolicyText.bytes($0.0) != $0.1 }.map(\.0)
            if stale.isEmpty {
                let (clients, repositories) = (policy.clients.count, policy.repositories.count)
                return [.good("sound; clients: \(clients), repositories: \(repositories)")]
            }
            return stale.map { .bad("\(Escaped.text($0)) does not fit the policy", mend: "\(check) --fix") }
        } catch {
            return Complaint(of: error).matters.map { .bad($0.problem, mend: check) }
        }
    }
}

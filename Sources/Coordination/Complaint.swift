internal import Audit
internal import Keys
internal import Linux
internal import Maintenance
internal import PolicyFile
internal import Seals
internal import Secrets

/// What went wrong, for the person at the terminal: one line, and one that says what to do about it.
struct Complaint: Error, Sendable {
    /// One thing that is wrong.
    struct Matter: Hashable, Sendable {
        let problem: String
        let hint: String?
    }

    /// Never empty.
    let matters: [Matter]
    let ending: Ending

    /// Takes both lines: lower case, no full stop, nothing unescaped that came from outside.
    init(_ problem: String, hint: String? = nil, _ ending: Ending = .failed) {
        matters = [Matter(problem: problem, hint: hint)]
        self.ending = ending
    }

    /// All that is wrong with the policy.
    ///
    /// - Parameters:
    ///   - error: the problems.
    ///   - ending: how the program ends.
    ///   - proposed: files that are not written yet, so that nobody looks for them.
    init(policy error: PolicyFileError, _ ending: Ending, proposed: [String] = []) {
        matters = error.problems.map { problem in
            guard !proposed.contains(problem.file) else { return Matter(problem: problem.message, hint: problem.hint) }
            let place = problem.line.map { "\(Escaped.text(problem.file)):\($0)" } ?? Escaped.text(problem.file)
            return Matter(problem: "\(place): \(problem.message)", hint: problem.hint)
        }
        self.ending = ending
    }

    /// A system call about `path` failed.
    init(_ error: SystemCallError, at path: String, hint: String? = nil) {
        self.init("\(Escaped.text(path)): \(error)", hint: hint)
    }

    /// Puts into words what another part of the house said.
    init(of error: any Error, _ ending: Ending = .failed) {
        switch error {
        case let complaint as Complaint: self = complaint
        case let error as PolicyFileError: self.init(policy: error, .badConfiguration)
        case let error as KeyError: self.init("\(error)", hint: error.hint, ending)
        case let error as SealError: self.init("\(error)", hint: error.hint, ending)
        case let error as SecretError: self.init("\(error)", hint: error.hint, ending)
        case let error as AuditError: self.init("\(error)", hint: error.hint, error.isDamage ? .found : ending)
        case let error as MaintenanceError: self.init(Escaped.text("\(error)"), hint: error.hint, ending)
        default: self.init("\(error)", hint: nil, ending)
        }
    }

    /// For example:
    ///
    ///     postern: error: there is no repository "web"
    ///     postern: hint: postern repo list shows their names
    var lines: [String] {
        matters.flatMap { matter in
            ["postern: error: \(matter.problem)"] + (matter.hint.map { ["postern: hint: \($0)"] } ?? [])
        }
    }
}

/// One thing that is wrong with the policy's files.
public struct PolicyProblem: Hashable, Sendable, CustomStringConvertible {
    /// The file or folder.
    public let file: String
    /// The line in it, counted from 1; `nil` where the file as a whole is meant.
    public let line: Int?
    /// What is wrong; text of the file in it is escaped.
    public let message: String
    /// What to do about it.
    public let hint: String?

    /// `FILE:LINE: MESSAGE`, and a line with the hint if there is one.
    public var description: String {
        let place = line.map { "\(shown(file)):\($0)" } ?? shown(file)
        return "\(place): \(message)" + (hint.map { "\n  hint: \($0)" } ?? "")
    }

    init(_ file: String, line: Int? = nil, _ message: String, hint: String? = nil) {
        self.file = file
        self.line = line
        self.message = message
        self.hint = hint
    }
}

/// Why the policy cannot be used: all that is wrong with the files that were read.
public struct PolicyFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Never empty; in the order of the files and their lines.
    public let problems: [PolicyProblem]

    /// One problem after the other, each as its own lines.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }

    init(_ problem: PolicyProblem) { problems = [problem] }

    init(_ complaints: Complaints, in file: String) {
        problems = complaints.all.map { PolicyProblem(file, line: $0.line, $0.message, hint: $0.hint) }
    }

    /// The given ones, or `nil` if there is none.
    init?(_ problems: [PolicyProblem]) {
        guard !problems.isEmpty else { return nil }
        self.problems = problems
    }
}

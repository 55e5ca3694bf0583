/// Something wrong on one line of a file; whoever knows the file makes a ``PolicyProblem`` of it.
struct Complaint: Hashable, Sendable {
    let line: Int
    let message: String
    let hint: String?
}

/// All that is wrong with one value; never empty.
struct Complaints: Error, Hashable, Sendable {
    let all: [Complaint]

    init(_ line: Int, _ message: String, hint: String? = nil) {
        all = [Complaint(line: line, message: message, hint: hint)]
    }

    /// The given ones, or `nil` if there is none.
    init?(_ all: [Complaint]) {
        guard !all.isEmpty else { return nil }
        self.all = all
    }
}

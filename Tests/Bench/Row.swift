/// One row of the table.
struct Row {
    /// Whether the goal was reached.
    enum Verdict: Hashable {
        case met
        case missed
        /// There is no goal: a figure to look at.
        case noGoal
        /// It could not be measured, or not against the peer that the goal names. This is never "met".
        case notMeasured(String)
    }

    let what: String
    let goal: String
    let ours: String
    /// What the peers did, by their names.
    var peers: [String: String] = [:]
    let verdict: Verdict

    /// A row of which nothing is known, and why.
    static func unknown(_ what: String, _ goal: String, _ why: String) -> Row {
        Row(what: what, goal: goal, ours: "–", verdict: .notMeasured(why))
    }
}

extension Row.Verdict {
    /// The verdict on a condition; where it is not known, since a peer is missing, it is not measured.
    init(_ isMet: Bool?, missing: String) {
        self = isMet.map { $0 ? .met : .missed } ?? .notMeasured(missing)
    }

    var text: String {
        switch self {
        case .met: "met"
        case .missed: "**missed**"
        case .noGoal: "–"
        case .notMeasured(let why): "**not measured**: \(why)"
        }
    }
}

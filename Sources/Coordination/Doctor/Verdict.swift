/// What a check says of one thing. The texts are escaped.
enum Verdict: Hashable, Sendable {
    /// All is well; what was seen.
    case good(String)
    /// What is wrong, and a command that mends it.
    case bad(String, mend: String)
    /// Why it could not be looked at.
    case unknown(String)

    /// As people and scripts read it.
    var word: String {
        switch self {
        case .good: "good"
        case .bad: "bad"
        case .unknown: "cannot tell"
        }
    }

    /// What was seen.
    var text: String {
        switch self {
        case .good(let text), .bad(let text, _), .unknown(let text): text
        }
    }

    /// The command.
    var mend: String? {
        switch self {
        case .good, .unknown: nil
        case .bad(_, let mend): mend
        }
    }
}

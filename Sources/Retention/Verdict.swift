/// What becomes of a snapshot.
public enum Verdict: Hashable, Sendable {
    /// It is kept, for these reasons.
    case keep([KeepReason])
    /// No rule keeps it.
    case remove
    /// It is suspect: it counts for nothing, and is left alone.
    case suspect([Suspicion])
}

/// Why a snapshot is kept.
public enum KeepReason: Hashable, Sendable {
    /// `[keep]` is empty.
    case noRules
    /// It carries these tags.
    case tags([String])
    /// It is not older than the newest by more than `within`, in seconds.
    case within(Int64)
    /// It is among the newest of a kind.
    case rule(KeepRule)
    /// It was received too short a time ago: `protect`, in seconds.
    case protected(Int64)
}

/// A rule that counts. The raw value is the policy's word.
public enum KeepRule: String, CaseIterable, Sendable {
    case last, hourly, daily, weekly, monthly, yearly
}

extension KeepReason: CustomStringConvertible {
    /// In restic's words, where restic has them. The client's words in it are not escaped.
    public var description: String {
        switch self {
        case .noRules: "policy is empty"
        case .tags(let tags): "has tags [\(tags.joined(separator: ", "))]"
        case .within(let seconds): "within \(Self.span(seconds))"
        case .rule(let rule): "\(rule.rawValue) snapshot"
        case .protected(let seconds): "protected for \(Self.span(seconds))"
        }
    }

    /// As restic writes it: `14d`, `1d2h`; what is left of an hour in minutes and seconds.
    private static func span(_ seconds: Int64) -> String {
        let parts = [
            (seconds / 86_400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s"),
        ]
        let text = parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined()
        return text.isEmpty ? "0s" : text
    }
}

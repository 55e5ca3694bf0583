/// The form of a schedule: a systemd calendar expression such as `daily` or `Mon..Fri *-*-* 03:30`.
///
/// The check is loose: it takes what systemd takes of the usual forms, and refuses what is surely wrong. systemd
/// itself has the last word. Source: systemd.time(7), "Calendar Events".
public enum CalendarText {
    /// The words that stand for a whole expression.
    private static let words: Set<String> = [
        "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly", "annually",
    ]

    private static let weekdays: Set<String> = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun",
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]

    /// Whether `text` looks like an expression: weekdays, a date, a time and a zone, in this order, not all left out.
    public static func isPlausible(_ text: some StringProtocol) -> Bool {
        guard text.utf8.count <= 128, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { return false }
        var parts = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }[...]
        if parts.last.map(isZone) == true { parts.removeLast() }
        if parts.count == 1, let word = parts.first, words.contains(word.lowercased()) { return true }
        guard !parts.isEmpty else { return false }
        if parts.first.map(areWeekdays) == true { parts.removeFirst() }
        if parts.first.map(isDate) == true { parts.removeFirst() }
        if parts.first.map(isTime) == true { parts.removeFirst() }
        return parts.isEmpty
    }

    /// `Mon`, `Mon,Wed` or `Mon..Fri`.
    private static func areWeekdays(_ text: String) -> Bool {
        pieces(of: text, by: ",").allSatisfy { piece in
            let ends = span(piece)
            return ends.count <= 2 && ends.allSatisfy { weekdays.contains($0.lowercased()) }
        }
    }

    /// `*-*-01`, `2027-01-31`, `*-02~1` (the last day), or a month and a day.
    private static func isDate(_ text: String) -> Bool {
        let fields = pieces(of: String(text.map { $0 == "~" ? "-" : $0 }), by: "-")
        let ranges = [1970...9999, 1...12, 1...31]
        return (2...3).contains(fields.count) && zip(fields, ranges.suffix(fields.count)).allSatisfy(isField)
    }

    /// `03:30` or `*:00/15:00`.
    private static func isTime(_ text: String) -> Bool {
        let fields = pieces(of: text, by: ":")
        return (2...3).contains(fields.count) && zip(fields, [0...23, 0...59, 0...59]).allSatisfy(isField)
    }

    /// `*`, numbers, spans of numbers, each with a step if wanted, joined by commas.
    private static func isField(_ text: String, in range: ClosedRange<Int>) -> Bool {
        pieces(of: text, by: ",").allSatisfy { piece in
            let step = pieces(of: piece, by: "/")
            guard step.count <= 2, step.dropFirst().allSatisfy({ (Int(digits: $0) ?? 0) > 0 }) else { return false }
            let ends = span(step[0])
            return step[0] == "*" || ends.count <= 2 && ends.allSatisfy { Int(digits: $0).map(range.contains) == true }
        }
    }

    /// `UTC`, or a name of the zone database such as `Europe/Berlin`.
    private static func isZone(_ text: String) -> Bool {
        if text == "UTC" { return true }
        let parts = pieces(of: text, by: "/")
        return (2...3).contains(parts.count)
            && parts.allSatisfy { part in
                part.first?.isUppercase == true && part.allSatisfy { $0.isASCII && ($0.isLetter || "_-+".contains($0)) }
            }
    }

    private static func span(_ text: String) -> [String] {
        guard let (first, last) = text.cut(at: "..") else { return [text] }
        return [String(first), String(last)]
    }

    private static func pieces(of text: String, by separator: Character) -> [String] {
        text.split(separator: separator, omittingEmptySubsequences: false).map { String($0) }
    }
}

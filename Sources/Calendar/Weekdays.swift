/// `Mon`, `mon,Wed..Fri` or `Saturday`, as numbers from 0 for Monday.
enum Weekdays {
    private static let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

    static func parsing(_ text: String) -> Set<Int>? {
        var days: Set<Int> = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let ends = CalendarField.span(piece)
            guard ends.count <= 2, let first = number(ends[0]), let last = number(ends[ends.count - 1]), first <= last
            else { return nil }
            days.formUnion(first...last)
        }
        return days
    }

    private static func number(_ text: Substring) -> Int? {
        // Only ASCII: the lower case of some other letters is an ASCII letter.
        guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        let word = text.lowercased()
        return names.firstIndex { $0 == word || $0.prefix(3) == word }
    }
}

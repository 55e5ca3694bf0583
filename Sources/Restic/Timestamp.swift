/// The form of a time in restic's files. Source: RFC 3339, section 5.6, as Go's `time.Time` reads it.
enum Timestamp {
    /// Whether `text` is such a time, of a day that the calendar has.
    static func isWellFormed(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        guard let year = number(4, &rest), take("-", &rest), let month = number(2, &rest), take("-", &rest),
            let day = number(2, &rest), take("T", &rest), let hour = number(2, &rest), take(":", &rest),
            let minute = number(2, &rest), take(":", &rest), let second = number(2, &rest)
        else { return false }
        guard (1...12).contains(month), (1...days(of: month, in: year)).contains(day), hour < 24, minute < 60,
            second < 60
        else { return false }
        if take(".", &rest) {
            let digits = rest.prefix { isDigit($0) }
            guard (1...9).contains(digits.count) else { return false }
            rest = rest.dropFirst(digits.count)
        }
        return isZone(rest)
    }

    private static func isZone(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        if take("Z", &rest) { return rest.isEmpty }
        guard take("+", &rest) || take("-", &rest), let hours = number(2, &rest), take(":", &rest),
            let minutes = number(2, &rest)
        else { return false }
        return hours < 24 && minutes < 60 && rest.isEmpty
    }

    private static func days(of month: Int, in year: Int) -> Int {
        if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
        return [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func number(_ count: Int, _ rest: inout ArraySlice<UInt8>) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout ArraySlice<UInt8>) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}

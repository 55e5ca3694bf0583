/// The date of a calendar expression: `*-*-01`, `2027-01-31`, a month and a day, or `*-02~1` for the last day.
struct DateForm: Hashable, Sendable {
    private let years: CalendarField
    private let months: CalendarField
    private let days: CalendarField
    /// Whether days count backwards from the end of the month, which is 1.
    private let isFromEnd: Bool

    static let everyDay = DateForm()

    private init() { (years, months, days, isFromEnd) = (.any, .any, .any, false) }

    init?(_ text: String) {
        let fromEnd = text.split(separator: "~", omittingEmptySubsequences: false)
        guard fromEnd.count <= 2 else { return nil }
        isFromEnd = fromEnd.count == 2
        let fields =
            fromEnd[0].split(separator: "-", omittingEmptySubsequences: false) + (isFromEnd ? [fromEnd[1]] : [])
        guard (2...3).contains(fields.count) else { return nil }
        let year = fields.count == 3 ? CalendarField(fields[0], in: Self.allYears, number: Self.year) : .any
        guard let year, let month = CalendarField(fields[fields.count - 2], in: 1...12),
            // From the end only the days that every month has.
            let day = CalendarField(fields[fields.count - 1], in: 1...(isFromEnd ? 28 : 31))
        else { return nil }
        (years, months, days) = (year, month, day)
    }

    private static let allYears = 1970...2199

    /// Two digits are a year from 1970 to 2069.
    private static func year(_ text: Substring) -> Int? {
        guard let number = Int(digits: text) else { return nil }
        return number < 70 ? 2000 + number : number < 100 ? 1900 + number : number
    }

    func contains(_ time: WallTime) -> Bool {
        guard Self.allYears.contains(time.year), years.contains(time.year), months.contains(time.month) else {
            return false
        }
        guard isFromEnd else { return days.contains(time.day) }
        return days.containsFromEnd(WallTime.length(ofMonth: time.month, in: time.year) + 1 - time.day)
    }
}

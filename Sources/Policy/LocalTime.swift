internal import Calendar

/// A moment on the gateway's own wall clock and calendar, as a value: who knows the zone makes it.
public struct LocalTime: Hashable, Sendable {
    /// The calendar day.
    public let day: Day
    /// Minutes since midnight, 0 to 1439.
    public let minute: Int

    /// Takes the day and the minutes since midnight.
    public init(day: Day, minute: Int) {
        self.day = day
        self.minute = minute
    }
}

/// A calendar day, written `2027-01-31`.
public struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// For example 2027.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int

    /// Takes a year from 1970 to 9999, a month and a day that the month has, or gives `nil`.
    public init?(year: Int, month: Int, day: Int) {
        guard (1970...9999).contains(year), (1...12).contains(month), (1...Self.length(year, month)).contains(day)
        else {
            return nil
        }
        self.year = year
        self.month = month
        self.day = day
    }

    /// Parses `2027-01-31`.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [4, 2, 2], let year = Int(digits: parts[0]), let month = Int(digits: parts[1]),
            let day = Int(digits: parts[2])
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// `2027-01-31`.
    public var description: String {
        let pad = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(year)-\(pad(month))-\(pad(day))"
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func length(_ year: Int, _ month: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: leap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

/// A part of each day, written `22:00-06:00`; it may cross midnight. The end is not included.
public struct Hours: Hashable, Sendable, CustomStringConvertible {
    private let start: Int
    private let end: Int

    /// As it was written.
    public let description: String

    /// Parses `HH:MM-HH:MM`; both ends must differ, and `24:00` may be the end.
    public init?(_ text: some StringProtocol) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let start = Self.minutes(ends[0]), let end = Self.minutes(ends[1]), start != end,
            start < 1440
        else { return nil }
        self.start = start
        self.end = end
        description = String(text)
    }

    /// Whether a minute of the day (0 to 1439) lies inside.
    public func contains(minute: Int) -> Bool {
        start < end ? (start..<end).contains(minute) : minute >= start || minute < end
    }

    private static func minutes(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.map(\.utf8.count) == [2, 2], let hour = Int(digits: parts[0]), let minute = Int(digits: parts[1]),
            (0...24).contains(hour), (0...59).contains(minute), hour < 24 || minute == 0
        else { return nil }
        return hour * 60 + minute
    }
}

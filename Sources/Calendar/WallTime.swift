/// What the calendar and the clock on a wall show: the Gregorian calendar for all times, without leap seconds.
public struct WallTime: Hashable, Sendable {
    /// The year; below 1 for years before the common era.
    public let year: Int
    /// 1 to 12.
    public let month: Int
    /// 1 to 31.
    public let day: Int
    /// 0 to 23.
    public let hour: Int
    /// 0 to 59.
    public let minute: Int
    /// 0 to 59.
    public let second: Int
    /// Days since 1970-01-01.
    public let dayNumber: Int

    static let secondsPerDay: Int64 = 86_400

    /// Takes seconds since 1970-01-01 00:00, as if the clock showed UTC.
    public init(seconds: Int64) {
        let (day, second) = Self.divide(seconds, by: Self.secondsPerDay)
        self.init(dayNumber: Int(day), secondOfDay: Int(second))
    }

    init(dayNumber: Int, secondOfDay: Int) {
        self.dayNumber = dayNumber
        (hour, minute, second) = (secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60)
        // The Gregorian calendar repeats every 400 years of 146097 days. Counting years from March puts the leap day
        // last, and the lengths of the months then follow one line: 153 days for five of them.
        let (era, ofEra) = Self.divide(dayNumber + 719_468, by: 146_097)
        let years = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * years + years / 4 - years / 100)
        let months = (5 * ofYear + 2) / 153
        month = months < 10 ? months + 3 : months - 9
        day = ofYear - (153 * months + 2) / 5 + 1
        year = era * 400 + years + (months < 10 ? 0 : 1)
    }

    /// 0 for Monday to 6 for Sunday.
    public var weekday: Int { Self.divide(dayNumber + 3, by: 7).rest }

    /// The week and the year that it belongs to: the one that holds its Thursday. Source: ISO 8601.
    public var week: (year: Int, number: Int) {
        let thursday = WallTime(dayNumber: dayNumber - weekday + 3, secondOfDay: 0)
        let ofYear = thursday.dayNumber - Self.dayNumber(year: thursday.year, month: 1, day: 1)
        return (thursday.year, ofYear / 7 + 1)
    }

    /// How many days a month has, from 1 to 12.
    public static func length(ofMonth month: Int, in year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970-01-01 to a day.
    public static func dayNumber(year: Int, month: Int, day: Int) -> Int {
        let shifted = month > 2 ? year : year - 1
        let (era, ofEra) = divide(shifted, by: 400)
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }

    /// The quotient rounded down, and what is left.
    private static func divide<Number: BinaryInteger>(_ number: Number, by divisor: Number) -> (Number, rest: Number) {
        let rest = (number % divisor + divisor) % divisor
        return ((number - rest) / divisor, rest)
    }
}

internal import Glibc

/// A moment in UTC, to the millisecond. In a row it is written `2027-01-31T22:05:00.123Z` (RFC 3339), so that its text
/// orders as time does.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// Since 1970-01-01.
    public let milliseconds: Int64

    /// The last moment whose year has four digits.
    private static let last: Int64 = 253_402_300_799_999

    /// Takes milliseconds since 1970; what lies outside the years 1970 to 9999 becomes their first or last moment.
    public init(milliseconds: Int64) {
        self.milliseconds = min(max(milliseconds, 0), Self.last)
    }

    /// Days since 1970-01-01. "A day" of the policy is a day in UTC.
    public var day: Int64 { milliseconds / 86_400_000 }

    /// Hours since 1970-01-01.
    public var hour: Int64 { milliseconds / 3_600_000 }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// Always 24 characters.
    public var description: String {
        let (year, month, date) = Self.calendar(day)
        let time = milliseconds % 86_400_000
        let fields = [time / 3_600_000, time / 60_000 % 60, time / 1000 % 60].map { Self.padded($0, 2) }
        return "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(date, 2))T"
            + "\(fields[0]):\(fields[1]):\(fields[2]).\(Self.padded(time % 1000, 3))Z"
    }

    /// Reads exactly what ``description`` writes.
    public init?(_ text: some StringProtocol) { self.init(Array(text.utf8)) }

    /// How a moment is written, with a 0 for each digit.
    private static let form = Array("0000-00-00T00:00:00.000Z".utf8)

    private init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.form.count else { return nil }
        for (byte, mark) in zip(bytes, Self.form) {
            let isDigit = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            guard mark == UInt8(ascii: "0") ? isDigit : byte == mark else { return nil }
        }
        let (year, month, date) = (Self.number(bytes, 0..<4), Self.number(bytes, 5..<7), Self.number(bytes, 8..<10))
        let (hour, minute) = (Self.number(bytes, 11..<13), Self.number(bytes, 14..<16))
        let (second, thousandth) = (Self.number(bytes, 17..<19), Self.number(bytes, 20..<23))
        let days = Self.days(year, month, date)
        // A thirteenth month and a 30th of February do not survive being written again.
        guard year >= 1970, Self.calendar(days) == (year, month, date), hour < 24, minute < 60, second < 60 else {
            return nil
        }
        self.init(milliseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + thousandth)
    }

    private static func number(_ digits: [UInt8], _ range: Range<Int>) -> Int64 {
        var number: Int64 = 0
        for index in range { number = number * 10 + Int64(digits[index] - UInt8(ascii: "0")) }
        return number
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    // The Gregorian calendar repeats every 400 years of 146097 days. Counting years from March puts the leap day last,
    // and the lengths of the months then follow one line: 153 days for five of them.

    private static func calendar(_ day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let sinceMarch = day + 719_468  // days from 0000-03-01 to 1970-01-01
        let era = sinceMarch / 146_097
        let ofEra = sinceMarch % 146_097
        let year = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let date = ofYear - (153 * month + 2) / 5 + 1
        return (era * 400 + year + (month < 10 ? 0 : 1), month < 10 ? month + 3 : month - 9, date)
    }

    private static func days(_ year: Int64, _ month: Int64, _ date: Int64) -> Int64 {
        let shifted = month > 2 ? year : year - 1
        let (era, ofEra) = (shifted / 400, shifted % 400)
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + date - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}

/// The time of day as a value, so that a test sets it.
public struct Clock: Sendable {
    /// What time it is.
    public var now: @Sendable () -> Moment

    /// Uses `now` to tell the time.
    public init(now: @escaping @Sendable () -> Moment) { self.now = now }

    /// The machine's clock.
    public static let system = Clock {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }
}

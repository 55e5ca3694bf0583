/// A moment as people write it, in UTC: the numbers on the calendar and the clock. Source: ISO 8601, without leap seconds.
struct CivilTime: Hashable {
    /// From 1970 to 9999.
    let year: Int
    /// From 1.
    let month: Int
    /// From 1.
    let day: Int
    /// Seconds since the day began.
    let secondOfDay: Int

    private static let secondsPerDay = 86_400

    /// The moment that is `seconds` after 1970-01-01 00:00; `seconds` is not negative.
    init(secondsSinceEpoch seconds: Int64) {
        let days = Int(seconds) / Self.secondsPerDay
        var year = 1970 + days / 366
        while Self.days(before: year + 1) <= days { year += 1 }
        var rest = days - Self.days(before: year)
        var month = 1
        while rest >= Self.length(of: month, in: year) {
            rest -= Self.length(of: month, in: year)
            month += 1
        }
        self.year = year
        self.month = month
        day = rest + 1
        secondOfDay = Int(seconds) % Self.secondsPerDay
    }

    /// Reads `2026-12-01` or `2026-12-01T08:30:00Z`; nil for any other form, and for what no calendar or clock shows.
    init?(_ text: some StringProtocol) {
        guard let numbers = Self.numbers(in: Array(text.utf8)) else { return nil }
        let clock = numbers.count == 6 ? numbers[3...] : [0, 0, 0]
        guard (1970...9999).contains(numbers[0]), (1...12).contains(numbers[1]) else { return nil }
        guard (1...Self.length(of: numbers[1], in: numbers[0])).contains(numbers[2]) else { return nil }
        guard zip(clock, [24, 60, 60]).allSatisfy({ $0 < $1 }) else { return nil }
        year = numbers[0]
        month = numbers[1]
        day = numbers[2]
        secondOfDay = clock.reduce(0) { $0 * 60 + $1 }
    }

    /// Seconds since 1970-01-01 00:00.
    var secondsSinceEpoch: Int64 {
        let months = (1..<month).reduce(0) { $0 + Self.length(of: $1, in: year) }
        let days = Self.days(before: year) + months + day - 1
        return Int64(days * Self.secondsPerDay + secondOfDay)
    }

    /// Year, month, day, hour, minute and second; the year of four digits, the others of two.
    var fields: [String] {
        let numbers = [month, day, secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60]
        return ["\(year)"] + numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }
    }
}

extension CivilTime {
    /// Days from 1970-01-01 to the first of January of `year`.
    private static func days(before year: Int) -> Int {
        365 * (year - 1970) + leapDays(before: year) - leapDays(before: 1970)
    }

    /// Leap days from the year 1 on. Source: the Gregorian rule.
    private static func leapDays(before year: Int) -> Int {
        (year - 1) / 4 - (year - 1) / 100 + (year - 1) / 400
    }

    private static func length(of month: Int, in year: Int) -> Int {
        switch month {
        case 4, 6, 9, 11: 30
        case 2: 28 + leapDays(before: year + 1) - leapDays(before: year)
        default: 31
        }
    }

    /// Three numbers of a date, or six of a date and a time.
    private static func numbers(in text: [UInt8]) -> [Int]? {
        let date = Array("dddd-dd-dd".utf8)
        let form = text.count == date.count ? date : date + Array("Tdd:dd:ddZ".utf8)
        guard text.count == form.count else { return nil }
        let fits = zip(text, form).allSatisfy { byte, wanted in
            wanted == UInt8(ascii: "d") ? isDigit(byte) : byte == wanted
        }
        guard fits else { return nil }
        return text.split { !isDigit($0) }.map { $0.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

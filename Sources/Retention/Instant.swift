internal import Calendar

/// A moment to the nanosecond, as restic tells the time of a snapshot; any year.
public struct Instant: Hashable, Comparable, Sendable {
    /// Whole seconds since 1970-01-01 UTC.
    public let seconds: Int64
    /// What comes on top, from 0 to 999,999,999.
    public let nanoseconds: Int

    /// Takes whole seconds since 1970, and nanoseconds from 0 to 999,999,999 on top.
    public init(seconds: Int64, nanoseconds: Int = 0) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Takes milliseconds since 1970, as the trail tells the time.
    public init(milliseconds: Int64) {
        let rest = (milliseconds % 1000 + 1000) % 1000
        self.init(seconds: (milliseconds - rest) / 1000, nanoseconds: Int(rest) * 1_000_000)
    }

    /// Reads a time such as `2026-01-31T10:00:00.123456789+01:00`. Source: RFC 3339, section 5.6, as Go writes it.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let form = Array("0000-00-00T00:00:00".utf8)
        guard bytes.count > form.count,
            zip(bytes, form).allSatisfy({ $1 == UInt8(ascii: "0") ? Self.isDigit($0) : $0 == $1 })
        else { return nil }
        func number(_ range: Range<Int>) -> Int { bytes[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        guard (1...12).contains(month), (1...WallTime.length(ofMonth: month, in: year)).contains(day), hour < 24,
            minute < 60, second < 60
        else { return nil }
        var rest = bytes[form.count...]
        guard let nanoseconds = Self.takeFraction(&rest), let ahead = Self.distance(rest) else { return nil }
        let days = Int64(WallTime.dayNumber(year: year, month: month, day: day))
        let ofDay = Int64(hour * 3600 + minute * 60 + second)
        self.init(seconds: days * 86_400 + ofDay - ahead, nanoseconds: nanoseconds)
    }

    /// Orders by time.
    public static func < (left: Self, right: Self) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }

    /// So much earlier or, if `seconds` is negative, later.
    func before(_ seconds: Int64) -> Instant {
        let (moved, isTooFar) = self.seconds.subtractingReportingOverflow(seconds)
        return Instant(seconds: isTooFar ? (seconds > 0 ? .min : .max) : moved, nanoseconds: nanoseconds)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Takes `.5` from the front: in nanoseconds.
    private static func takeFraction(_ text: inout ArraySlice<UInt8>) -> Int? {
        guard text.first == UInt8(ascii: ".") else { return 0 }
        let digits = text.dropFirst().prefix(while: isDigit)
        guard (1...9).contains(digits.count) else { return nil }
        text = text[digits.endIndex...]
        let zeros = Array(repeating: UInt8(ascii: "0"), count: 9 - digits.count)
        return (digits + zeros).reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// How many seconds `Z` or `+01:00` is ahead of UTC.
    private static func distance(_ text: ArraySlice<UInt8>) -> Int64? {
        let text = Array(text)
        if text == [UInt8(ascii: "Z")] { return 0 }
        guard text.count == 6, text[3] == UInt8(ascii: ":"), [1, 2, 4, 5].allSatisfy({ isDigit(text[$0]) }) else {
            return nil
        }
        let digits = [text[1], text[2], text[4], text[5]].map { Int64($0 - UInt8(ascii: "0")) }
        let (hours, minutes) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
        guard hours < 24, minutes < 60 else { return nil }
        return switch text[0] {
        case UInt8(ascii: "+"): hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): -(hours * 3600 + minutes * 60)
        default: nil
        }
    }
}

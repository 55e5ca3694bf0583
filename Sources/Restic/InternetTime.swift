/// The form of a time such as `2026-01-31T10:00:00.5+01:00`.
///
/// Where `created` of a key file is anything else, restic cannot read the key file at all. Source: RFC 3339, section
/// 5.6, in capitals, as Go's `time.Time` reads it from JSON.
enum InternetTime {
    static func isWellFormed(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, matches(bytes[..<19], "dddd-dd-ddTdd:dd:dd"), isDay(bytes),
            number(bytes[11..<13]) < 24, number(bytes[14..<16]) < 60, number(bytes[17..<19]) < 60
        else { return false }
        var rest = bytes[19...]
        if rest.first == UInt8(ascii: ".") {
            let digits = rest.dropFirst().prefix(while: isDigit)
            guard (1...9).contains(digits.count) else { return false }
            rest = rest[digits.endIndex...]
        }
        return isZone(rest)
    }

    private static func isDay(_ bytes: [UInt8]) -> Bool {
        let (year, month, day) = (number(bytes[..<4]), number(bytes[5..<7]), number(bytes[8..<10]))
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...12).contains(month) && (1...length[month - 1]).contains(day)
    }

    private static func isZone(_ bytes: ArraySlice<UInt8>) -> Bool {
        if bytes.elementsEqual([UInt8(ascii: "Z")]) { return true }
        let start = bytes.startIndex
        return (matches(bytes, "+dd:dd") || matches(bytes, "-dd:dd"))
            && number(bytes[(start + 1)..<(start + 3)]) < 24 && number(bytes[(start + 4)...]) < 60
    }

    /// Whether the bytes are those of `pattern`, in which `d` stands for a digit.
    private static func matches(_ bytes: ArraySlice<UInt8>, _ pattern: String) -> Bool {
        bytes.count == pattern.utf8.count
            && zip(bytes, pattern.utf8).allSatisfy { $1 == UInt8(ascii: "d") ? isDigit($0) : $0 == $1 }
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}

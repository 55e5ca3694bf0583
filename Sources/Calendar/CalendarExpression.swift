/// When something is to happen, again and again: a calendar expression of systemd such as `daily`, `Mon..Fri 03:30` or
/// `*-*-01 04:00 Europe/Berlin`. Source: systemd.time(7), "Calendar Events".
///
/// Left out are `minutely`, `@` with seconds since 1970, parts of a second, and the old `Mon-Fri`.
public struct CalendarExpression: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    public let description: String
    /// The zone that it names; `nil`: the gateway's own.
    public let zone: String?
    /// Whether it is one word, such as `daily`: then the admin did not ask for a certain minute.
    public let isWord: Bool

    /// From 0 for Monday.
    let weekdays: Set<Int>
    let date: DateForm
    let hours: CalendarField
    let minutes: CalendarField
    let seconds: CalendarField

    /// Parses an expression: weekdays, a date, a time and a zone, in this order, not all of the first three left out.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count <= 128, text.utf8.allSatisfy({ (0x20...0x7e).contains($0) }) else { return nil }
        var parts = text.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }[...]
        zone = parts.last.flatMap { Self.isZone($0) ? parts.removeLast() : nil }
        let word = parts.count == 1 ? parts.first.flatMap { Self.words[$0.lowercased()] } : nil
        if let word { parts = word.split(separator: " ").map { String($0) }[...] }
        guard !parts.isEmpty else { return nil }
        let weekdays = parts.first.flatMap { Weekdays.parsing($0) }
        if weekdays != nil { parts.removeFirst() }
        let date = parts.first.flatMap { DateForm($0) }
        if date != nil { parts.removeFirst() }
        let time = parts.first.flatMap { Self.time($0) }
        if time != nil { parts.removeFirst() }
        guard parts.isEmpty else { return nil }
        self.weekdays = weekdays ?? Set(0..<7)
        self.date = date ?? .everyDay
        (hours, minutes, seconds) = time ?? (.only(0), .only(0), .only(0))
        description = String(text)
        isWord = word != nil
    }

    /// What a word stands for.
    private static let words = [
        "hourly": "*-*-* *:00:00", "daily": "*-*-* 00:00:00", "weekly": "Mon *-*-* 00:00:00",
        "monthly": "*-*-01 00:00:00", "quarterly": "*-01,04,07,10-01 00:00:00",
        "semiannually": "*-01,07-01 00:00:00", "yearly": "*-01-01 00:00:00", "annually": "*-01-01 00:00:00",
    ]

    /// `03:30`, or `*:00/15:00` with seconds.
    private static func time(_ text: String) -> (CalendarField, CalendarField, CalendarField)? {
        let fields = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (2...3).contains(fields.count), let hours = CalendarField(fields[0], in: 0...23),
            let minutes = CalendarField(fields[1], in: 0...59)
        else { return nil }
        guard fields.count == 3 else { return (hours, minutes, .only(0)) }
        return CalendarField(fields[2], in: 0...59).map { (hours, minutes, $0) }
    }

    /// `UTC`, or a name of the zone database such as `Europe/Berlin`.
    private static func isZone(_ text: String) -> Bool {
        if text == "UTC" { return true }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        return (2...3).contains(parts.count)
            && parts.allSatisfy { part in
                part.first?.isUppercase == true && part.allSatisfy { $0.isASCII && ($0.isLetter || "_-+".contains($0)) }
            }
    }
}

import Policy
import Testing

@Suite("Days and hours") struct TimeTests {
    @Test("A day is one of the calendar, and is written as it is read")
    func days() throws {
        for text in ["1970-01-01", "2024-02-29", "2000-02-29", "2027-12-31", "9999-04-30"] {
            #expect(try #require(Day(text)).description == text)
        }
        for text in [
            "", "2027", "2027-1-1", "27-01-01", "2027-13-01", "2027-00-01", "2027-01-00", "2027-01-32", "2027-02-29",
            "2100-02-29", "2027-04-31", "2027-06-31", "2027-09-31", "2027-11-31", "1969-12-31", "2027-01-01-",
            "-027-01-01",
            "2027-+1-01", "2027-01-+1", "2027/01/01", "2027-01-01 ", "\u{0662}027-01-01", "2027-01-01\u{301}",
        ] {
            #expect(Day(text) == nil)
        }
        #expect(Day(year: 10_000, month: 1, day: 1) == nil)
    }

    @Test("Every month of four hundred years has its length")
    func months() {
        var count = 0
        for year in 2000..<2400 {
            for month in 1...12 { count += (1...31).count { Day(year: year, month: month, day: $0) != nil } }
        }
        #expect(count == 146_097)
    }

    @Test("Days are in the order of time")
    func order() throws {
        let days = try ["1999-12-31", "2000-01-01", "2000-01-02", "2000-02-01", "2001-01-01"].map {
            try #require(Day($0))
        }
        for (index, day) in days.enumerated() {
            for (other, later) in days.enumerated() { #expect((day < later) == (index < other)) }
        }
    }

    @Test("Hours hold each minute from their start up to, not with, their end, also across midnight")
    func hours() throws {
        let ends = ["00:00", "00:01", "05:59", "06:00", "22:00", "23:59"]
        for first in ends {
            for last in ends + ["24:00"] where first != last {
                let hours = try #require(Hours("\(first)-\(last)"))
                #expect(hours.description == "\(first)-\(last)")
                let (start, end) = (minutes(first), minutes(last))
                var held = Set<Int>()
                var minute = start
                while minute % 1440 != end % 1440 || held.isEmpty {
                    held.insert(minute % 1440)
                    minute += 1
                }
                for minute in 0..<1440 { #expect(hours.contains(minute: minute) == held.contains(minute)) }
            }
        }
    }

    private func minutes(_ text: String) -> Int {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        return parts[0] * 60 + parts[1]
    }

    @Test(
        "Hours in any other form are none",
        arguments: [
            "", "22:00", "22:00-", "-06:00", "22-06", "22:00-06:00-07:00", "6:00-7:00", "24:00-06:00", "22:60-06:00",
            "22:00-24:01", "25:00-06:00", "06:00-06:00", "+6:00-07:00", "06:+1-07:00", "22:00 - 06:00",
            "22:00:00-06:00",
        ])
    func notHours(text: String) {
        #expect(Hours(text) == nil)
    }
}

import Calendar
import Foundation
import Testing

@Suite("Wall time") struct WallTimeTests {
    @Test("Days, weekdays and ISO weeks of four hundred years are those of the calendar")
    func days() throws {
        var calendar = Foundation.Calendar(identifier: .iso8601)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: -100_000, to: 150_000, by: 37) {
            let moment = Date(timeIntervalSince1970: Double(day) * 86_400 + 3723)
            let parts = calendar.dateComponents(
                [.year, .month, .day, .weekday, .weekOfYear, .yearForWeekOfYear], from: moment)
            let time = WallTime(seconds: Int64(day) * 86_400 + 3723)
            let date: [Int?] = [time.year, time.month, time.day]
            #expect(date == [parts.year, parts.month, parts.day])
            // Foundation counts from 1 for Sunday.
            let weekday: Int? = (time.weekday + 1) % 7 + 1
            #expect(weekday == parts.weekday)
            let week: [Int?] = [time.week.year, time.week.number]
            #expect(week == [parts.yearForWeekOfYear, parts.weekOfYear])
            #expect(time.hour == 1 && time.minute == 2 && time.second == 3)
            #expect(WallTime.dayNumber(year: time.year, month: time.month, day: time.day) == day)
        }
    }

    @Test("A time that clocks leave out, and one that they show twice, become moments")
    func changes() {
        let zone = Zone { $0 < 1_000_000 || $0 >= 2_000_000 ? 3600 : 7200 }
        #expect(zone.moment(showing: 1_000_000 + 3599) == 1_000_000 - 1)
        #expect(zone.moment(showing: 1_000_000 + 7200) == 1_000_000)
        #expect([2_000_000 - 1, 2_000_000 + 3599].contains(zone.moment(showing: 2_000_000 + 7199)))
    }
}

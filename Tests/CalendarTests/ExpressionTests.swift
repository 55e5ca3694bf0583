import Calendar
import Testing

@Suite("Calendar expressions") struct ExpressionTests {
    @Test(
        "A schedule is a word or a calendar expression",
        arguments: [
            "hourly", "daily", "weekly", "monthly", "quarterly", "yearly", "daily UTC", "Mon", "Mon..Fri 03:30",
            "mon,wed..fri", "Saturday", "*-*-* 04:00:00", "*-*-01", "2027-01-31 12:00", "*-02~1", "*:0/15", "0..6:00",
            "1,13:30", "Sun *-*-1..7 03:30 Europe/Berlin", "01:00 America/Argentina/La_Rioja", "01:00 UTC",
        ])
    func expression(text: String) throws {
        #expect(try #require(CalendarExpression(text)).description == text)
    }

    @Test(
        "What is none is none",
        arguments: [
            "", " ", "UTC", "dialy", "every day", "@daily", "* * * * *", "Mon Tue", "Mon..", "..Fri", "Mon..Wed..Fri",
            "Mon,", "Sat..Mon", "25:00", "24:00", "03:60", "03:30:60", "03:", ":30", "03:30 Mon", "*-13-01", "*-0-1",
            "*-*-32", "1969-01-01", "3", "*", "03:30/0", "03:30/5/5", "03:+5", "daily 03:30", "03:30  UTC", "03:30 utc",
            "03:30 a/b", "03:30\n", "1-2-3-4", "wee\u{212a}ly", "*-*-* */2:00", "*-*~0", "*-*~7..1", "*~1~1",
            "05:9..1", "*:0/9223372036854775807", "*:99999999999999999999",
            String(repeating: "Mon,", count: 40) + "Mon",
        ])
    func none(text: String) {
        #expect(CalendarExpression(text) == nil)
    }

    @Test("It tells its zone, and whether it is one word")
    func parts() throws {
        let word = try #require(CalendarExpression("daily Europe/Berlin"))
        #expect(word.zone == "Europe/Berlin" && word.isWord)
        let time = try #require(CalendarExpression("Sun 03:30"))
        #expect(time.zone == nil && !time.isWord)
    }

    @Test("A day that never comes is never due", arguments: ["*-02-30", "2020-01-01", "Mon 2027-01-31"])
    func never(text: String) throws {
        #expect(try #require(CalendarExpression(text)).next(after: 1_800_000_000, in: .utc) == nil)
    }
}

import Calendar
import Foundation
import Testing

/// The same question to systemd itself.
@Suite("Calendar expressions as systemd understands them") struct SystemdTests {
    private static let berlin = Zone { second in
        // The tests of a machine without this zone could not tell anything.
        let zone = TimeZone(identifier: "Europe/Berlin")
        return Int64(zone?.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second))) ?? 0)
    }

    /// Moments around which clocks and months change. systemd 252 skips some of the first moments of a year where an
    /// hour or a minute has a step: from 2026-12-31 22:59, `6/16:45` comes first at 22:45.
    private static let moments = [
        "2026-03-28 00:00", "2026-10-24 21:30", "2026-12-30 08:01", "2028-02-28 12:00", "2026-11-26 11:22",
    ]

    /// The hour of Berlin that comes twice, in seconds since 1970. systemd 252 leaves its first run after one moment: from
    /// `2,5:*` on that day it makes 02:00 in summer time, then 02:01 in winter time. Where days are counted from the end of
    /// the month it takes the second run: 02:12 is in winter time for `*-*~7 *:12`, in summer time for `*-*-25 *:12`.
    private static let twice: Range<Int64> = 1_792_886_400..<1_792_893_600

    private static let published = [
        "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly", "annually", "02:30", "Sun 02:30",
        "Sat,Thu,Mon..Wed,Sat..Sun", "Mon,Sun 12-*-* 2,1:23", "Wed *-1", "Wed..Wed,Wed *-1", "Wed 17:48",
        "Wed..Sat,Tue 12-10-15 1:2:3", "*-*-7 0:0:0", "10-15", "monday *-12-* 17:00", "Mon,Fri *-*-3,1,2 *:30:45",
        "12,14,13,12:20,10,30", "12..14:10,20,30", "mon,fri *-1/2-1,3 *:30:45", "03-05 08:05:40", "08:05:40", "05:40",
        "Sat,Sun 12-05 08:05:40", "Sat,Sun 08:05:40", "2003-03-05 05:40", "2003-02..04-05", "2003-03-05", "03-05",
        "*:2/3", "0/4:00", "*-*-1..7/3 4:00", "Mon *-05~07/1", "*-02~3", "*-*~1..3/2", "*-*~1", "2027..2029-*-01",
        "*:0/15", "*:0/7:20,40", "*-1..12/5-1..31/6", "mon..fri 9:00", "26-12-31 23:59:59", "daily UTC", "03:30 UTC",
    ]

    @Test("Published examples come when systemd says they do")
    func examples() throws {
        for moment in Self.moments { try compare(Self.published, after: moment) }
    }

    @Test("So do expressions that chance makes")
    func random() throws {
        var chance = SystemRandomNumberGenerator()
        for moment in Self.moments { try compare((0..<40).map { _ in Self.expression(&chance) }, after: moment) }
    }

    private func compare(_ texts: [String], after moment: String) throws {
        let zones = ["UTC", "Europe/Berlin"]
        for zone in zones {
            // One run for each: where systemd refuses one, it still looks at the others.
            for (text, answer) in zip(texts, try Systemd.next(texts, after: moment, zone: zone)) {
                guard case .next(let theirs) = answer else { continue }
                let ours = CalendarExpression(text).map { expression in
                    let here = expression.zone == "UTC" || zone == "UTC" ? Zone.utc : Self.berlin
                    return Self.next(expression, after: Systemd.seconds(moment), in: here)
                }
                // Where one of us refuses what the other takes, it is nil.
                let count = zone == "UTC" ? Systemd.iterations : Self.comparable(ours ?? [])
                let shown = text.contains("~") && zone != "UTC" ? Self.byTheClock : { $0 }
                let (mine, other) = (ours?.prefix(count).map(shown), theirs?.prefix(count).map(shown))
                #expect(mine == other, "\(text) after \(moment) UTC in \(zone)")
            }
        }
    }

    /// How many of these moments can be compared: up to the first in the hour that comes twice, where there are more in it.
    private static func comparable(_ moments: [Int64]) -> Int {
        guard let first = moments.firstIndex(where: twice.contains), moments.count(where: twice.contains) > 1
        else { return max(moments.count, Systemd.iterations) }
        return first + 1
    }

    /// A moment of the hour that comes twice as its first run would have it: what a clock on the wall shows.
    private static func byTheClock(_ moment: Int64) -> Int64 {
        twice.contains(moment) ? twice.lowerBound + (moment - twice.lowerBound) % 3600 : moment
    }

    private static func next(_ expression: CalendarExpression, after moment: Int64, in zone: Zone) -> [Int64] {
        var moments: [Int64] = []
        while moments.count < Systemd.iterations,
            let next = expression.next(after: moments.last ?? moment, in: zone)
        { moments.append(next) }
        return moments
    }

    private static func expression(_ chance: inout SystemRandomNumberGenerator) -> String {
        func field(_ range: ClosedRange<Int>, hasSteps: Bool = false) -> String {
            let (one, other) = (Int.random(in: range, using: &chance), Int.random(in: range, using: &chance))
            let forms = ["*", "*", "\(one)", "\(min(one, other))..\(max(one, other))", "\(one),\(other)"]
            return (forms + (hasSteps ? ["\(one)/\(other)"] : [])).randomElement(using: &chance) ?? "*"
        }
        let days = ["", "", "Mon ", "Tue..Fri ", "Sat,Sun ", "Wed,Fri..Sat "].randomElement(using: &chance) ?? ""
        let date =
            [
                // No steps of days: systemd 252 passes over the 3rd in `*-*-3/12` where a new month begins.
                "*-\(field(1...12, hasSteps: true))-\(field(1...31)) ", "*-*-* ", "",
                "*-\(field(1...12))~\(Int.random(in: 1...9, using: &chance)) ",
            ].randomElement(using: &chance) ?? ""
        return days + date + field(0...23) + ":" + field(0...59)
    }
}

import Calendar
import Testing

@Suite("When maintenance is due") struct DueTests {
    /// 2026-06-15 00:00 UTC, a Monday.
    private static let monday: Int64 = 1_781_481_600
    private static let names = (0..<200).map { "web\($0) forget" }

    private func due(_ text: String, _ name: String = "web1 forget", last: Int64?, failures: [Int64] = []) throws
        -> Int64?
    {
        try #require(CalendarExpression(text)).due(name, last: last, failures: failures, in: .utc)
    }

    @Test("What was never done is due at once")
    func never() throws {
        #expect(try due("Sun 03:30", last: nil) == 0)
        #expect(try due("yearly", last: nil) == 0)
    }

    @Test("Whoever names a minute gets it")
    func minute() throws {
        for name in Self.names {
            #expect(try due("Tue 03:30", name, last: Self.monday) == Self.monday + 86_400 + 12_600)
        }
    }

    @Test("Words are spread: over a quarter of an hour, or over six hours, each name always at the same point")
    func spread() throws {
        for (word, period, spread) in [("hourly", Int64(3600), Int64(900)), ("daily", 86_400, 21_600)] {
            var offsets: Set<Int64> = []
            for name in Self.names {
                let last = Self.monday + spread
                let first = try #require(try due(word, name, last: last))
                let offset = first - Self.monday - period
                #expect((0..<spread).contains(offset))
                offsets.insert(offset)
                #expect(try due(word, name, last: first) == first + period)
                // Done late, it is due at its own point again.
                #expect(try due(word, name, last: first + period / 2) == first + period)
                #expect(try due(word, name, last: first - 1) == first)
            }
            #expect(offsets.count > 150)
            #expect((offsets.max() ?? 0) > spread * 3 / 4 && (offsets.min() ?? spread) < spread / 4)
        }
    }

    @Test("What failed is tried again, less and less often, but once a day")
    func failures() throws {
        let planned = Self.monday + 86_400 + 12_600
        var failures: [Int64] = []
        for pause in [3600, 7200, 14_400, 28_800, 57_600, 86_400, 86_400, 86_400] as [Int64] {
            failures.append((failures.last ?? planned) + 100)
            #expect(try due("Tue 03:30", last: Self.monday, failures: failures) == (failures.last ?? 0) + pause)
        }
        // It failed before it was planned: by hand.
        #expect(try due("Tue 03:30", last: Self.monday, failures: [Self.monday + 60]) == planned)
        #expect(try due("Tue 03:30", last: nil, failures: [Self.monday]) == Self.monday + 3600)
    }

    @Test("What never comes again is never due")
    func over() throws {
        #expect(try due("2026-01-01 00:00", last: Self.monday) == nil)
    }
}

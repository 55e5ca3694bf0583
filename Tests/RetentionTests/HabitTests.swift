import Retention
import Testing

@Suite("A flood is more than three times the usual since the last run") struct HabitTests {
    private static let day: Int64 = 86_400
    private static let last = Instant(seconds: 100 * day)
    private static let now = Instant(seconds: 101 * day)

    /// So many before the last run, one in so many seconds, and so many after it.
    private static func habit(_ before: Int, every seconds: Int64, after: Int) -> Habit {
        let past = (0..<before).map { Instant(seconds: last.seconds - Int64($0) * seconds) }
        let new = (0..<after).map { Instant(seconds: last.seconds + 60 + Int64($0)) }
        return Habit(received: ["web1": past + new])
    }

    private static let histories: [(before: Int, every: Int64, usual: Int)] = [
        (30, day, 1), (720, 3600, 24), (2, 7 * day, 1), (3, 60, 3),
    ]

    @Test("One a day, or one an hour: three times as many are no flood, some more are", arguments: histories)
    func threshold(before: Int, every: Int64, usual: Int) {
        let most = 3 * usual
        let quiet = Self.habit(before, every: every, after: most).floods(since: Self.last, now: Self.now)
        // What came in a span that is not whole days is rounded up.
        let slack = Self.habit(before, every: every, after: most + 7).floods(since: Self.last, now: Self.now)
        #expect(quiet == [])
        #expect(slack.map(\.client) == ["web1"] && slack.allSatisfy { $0.count == most + 7 })
    }

    @Test("Who was away for a week may catch up")
    func away() {
        let later = Instant(seconds: Self.last.seconds + 7 * Self.day)
        #expect(Self.habit(30, every: Self.day, after: 21).floods(since: Self.last, now: later) == [])
    }

    @Test("A new client has no habit")
    func new() {
        #expect(Self.habit(0, every: 1, after: 500).floods(since: Self.last, now: Self.now) == [])
    }
}

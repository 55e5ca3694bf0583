import Policy
import Retention
import Testing

@Suite("The bounds of every run") struct BoundTests {
    @Test("What was received a short time ago is never removed")
    func protect() throws {
        var history = try History()
        history.repository.keep.last = 1
        history.repository.protect = .seconds(14 * History.day)
        history.add(ago: 60)
        let young = history.add(ago: 14 * History.day)
        let old = history.add(ago: 14 * History.day + 1)
        #expect(history.verdicts()[young] == .keep([.protected(14 * History.day)]))
        #expect(history.verdicts()[old] == .remove)
    }

    @Test("A run that would remove too many is refused, and suspects do not raise the limit", arguments: [0, 1000])
    func tooMany(suspects: Int) throws {
        var history = try History()
        history.repository.keep.last = 8
        history.repository.maxRemovePercent = 20
        for index in 0..<10 { history.add(ago: Int64(index) * 60) }
        for _ in 0..<suspects { history.add(ago: 30, off: -5 * History.day) }
        #expect(history.plan().objection == nil)
        #expect(history.plan().removals.count == 2)
        history.repository.keep.last = 7
        #expect(history.plan().objection == .tooMany(removed: 3, of: 10, percent: 20))
        history.repository.maxRemovePercent = 0
        #expect(history.plan().objection == .tooMany(removed: 3, of: 10, percent: 0))
    }

    @Test("Nothing is removed where the newest trusted snapshot is older than the policy looks back")
    func stale() throws {
        var history = try History()
        (history.repository.keep.daily, history.repository.keep.hourly) = (7, 24)
        for index in 0..<20 { history.add(ago: 7 * History.day + Int64(index) * History.hour) }
        #expect(history.plan().objection == nil)
        history = try History()
        (history.repository.keep.daily, history.repository.keep.hourly) = (7, 3)
        for index in 0..<20 { history.add(ago: 7 * History.day + Int64(index + 1) * History.hour) }
        // The suspect is new, and does not help.
        history.add(ago: 60, off: -5 * History.day)
        #expect(history.plan().objection == .stale(age: 169 * History.hour, window: 7 * History.day))
        history.repository.keep.weekly = 2
        #expect(history.plan().objection == nil)
    }

    @Test("Rules that are not about time never find a repository too old")
    func timeless() throws {
        var history = try History()
        history.repository.keep.last = 1
        for index in 1...3 { history.add(ago: Int64(index) * 1000 * History.day) }
        #expect(history.plan().objection == nil)
    }

    @Test("A flood of suspects removes nothing, whatever time they claim")
    func flood() throws {
        var history = try History()
        (history.repository.keep.last, history.repository.keep.daily, history.repository.keep.yearly) = (5, 7, 3)
        let real = Set((0..<30).map { history.add(ago: Int64($0) * History.day) })
        let before = history.verdicts()
        for index in 0..<500 { history.add(ago: 60 + Int64(index), off: Int64(index - 250) * 40 * History.day + 5000) }
        let after = history.verdicts()
        for id in real { #expect(after[id] == before[id]) }
        #expect(history.plan().removals.allSatisfy(real.contains))
    }
}

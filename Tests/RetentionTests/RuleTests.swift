import Calendar
import Policy
import Retention
import Testing

@Suite("Each rule keeps what it should, and suspects count for nothing") struct RuleTests {
    /// In seconds.
    private static func span(of rule: KeepRule) -> Int64 {
        switch rule {
        case .last, .hourly: History.hour
        case .daily: History.day
        case .weekly: 7 * History.day
        case .monthly: 31 * History.day
        case .yearly: 366 * History.day
        }
    }

    /// Adds a suspect between all others: by its own word it is as old as they are.
    private func addSuspects(to history: inout History, every step: Int64, count: Int64) -> Set<String> {
        Set((0..<count).map { history.add(ago: $0 * step + 60, off: -10 * History.day) })
    }

    @Test(
        "The newest of each hour, day, week, month and year, whatever suspects there are", arguments: KeepRule.allCases)
    func counted(rule: KeepRule) throws {
        let step = Self.span(of: rule)
        var history = try History()
        history.repository.keep.set(rule, to: 3)
        // Two in each span of time: one is enough, but for `last`.
        let ids = (0..<8).map { history.add(ago: $0 * step / 2 + 120) }
        let before = history.verdicts()
        let suspects = addSuspects(to: &history, every: step / 4, count: 16)
        let after = history.verdicts()
        for id in ids { #expect(after[id] == before[id]) }
        for id in suspects {
            guard case .suspect(let reasons) = after[id] else {
                Issue.record("\(id) is no suspect: \(String(describing: after[id]))")
                continue
            }
            #expect(reasons == [.tooOld(10 * History.day)])
        }
        let kept = ids.filter { before[$0] == .keep([.rule(rule)]) }
        #expect(kept.count == 3 && kept.first == ids.first)
        #expect(ids.filter { before[$0] == .remove }.count == 5)
    }

    @Test("Within counts from the newest that is trusted, not from now and not from a suspect")
    func within() throws {
        var history = try History()
        history.repository.keep.within = .seconds(2 * History.day)
        let newest = history.add(ago: 10 * History.day)
        let inside = history.add(ago: 12 * History.day - 1)
        let outside = history.add(ago: 12 * History.day)
        history.add(ago: 60, off: History.day)
        #expect(history.verdicts()[newest] == .keep([.within(2 * History.day)]))
        #expect(history.verdicts()[inside] == .keep([.within(2 * History.day)]))
        #expect(history.verdicts()[outside] == .remove)
    }

    @Test("A tag keeps what carries all of a set; a suspect's tag keeps it out of the count all the same")
    func tags() throws {
        var history = try History()
        history.repository.keep.tags = [try #require(TagSet("keep")), try #require(TagSet("legal,signed"))]
        let plain = history.add(ago: 100)
        let keep = history.add(ago: 200, tags: ["other", "keep"])
        let half = history.add(ago: 300, tags: ["legal"])
        let both = history.add(ago: 400, tags: ["signed", "legal", "keep"])
        let suspect = history.add(ago: 500, off: 2 * History.hour, tags: ["keep"])
        let verdicts = history.verdicts()
        #expect(verdicts[plain] == .remove && verdicts[half] == .remove)
        #expect(verdicts[keep] == .keep([.tags(["keep"])]))
        #expect(verdicts[both] == .keep([.tags(["keep"]), .tags(["legal", "signed"])]))
        #expect(verdicts[suspect] == .suspect([.tooNew(2 * History.hour)]))
    }

    @Test("Clients, hosts and paths are counted each for itself; the order of paths does not matter")
    func groups() throws {
        var history = try History()
        history.repository.keep.last = 1
        let ids = [
            history.add(ago: 100), history.add(ago: 200, client: "web2"), history.add(ago: 300, client: nil),
            history.add(ago: 400, host: "WEB1"), history.add(ago: 500, paths: ["/srv", "/etc"]),
            history.add(ago: 550, paths: ["/etc"]),
        ]
        history.add(ago: 600, paths: ["/etc", "/srv"])
        history.add(ago: 700)
        #expect(history.kept() == Set(ids))
        #expect(history.plan().groups.count == 6)
    }

    @Test("Received time rules: what a snapshot says of itself moves it into no other bucket")
    func received() throws {
        var history = try History()
        history.repository.keep.daily = 2
        let today = history.add(ago: 10 * History.hour, off: 3000)
        history.add(ago: 11 * History.hour, off: -3000)
        // Received 23 hours before it, but by its own word on the same day.
        let yesterday = history.add(ago: 13 * History.hour, off: 3599)
        #expect(history.kept() == [today, yesterday])
    }

    @Test("A day begins where the gateway is")
    func zone() throws {
        var history = try History()
        history.repository.keep.daily = 5
        let ids = [1, 11, 13].map { history.add(ago: $0 * History.hour) }
        #expect(history.kept() == [ids[0], ids[2]])
        // There it is 22:00 now.
        history.zone = Zone { _ in 10 * 3600 }
        #expect(history.kept() == [ids[0]])
        history.zone = Zone { _ in -2 * 3600 }
        #expect(history.kept() == [ids[0], ids[1]])
    }

    @Test("Without a rule all is kept")
    func empty() throws {
        var history = try History()
        history.repository.keep.last = 0
        let id = history.add(ago: 1_000_000_000)
        #expect(history.verdicts()[id] == .keep([.noRules]))
    }

    @Test("An imported snapshot goes by its own time")
    func imported() throws {
        var history = try History()
        history.repository.keep.daily = 1
        for index in 0..<3 {
            history.add(ago: 0, off: Int64(-index) * History.day, client: nil)
            history.snapshots[index].received = nil
        }
        #expect(history.kept() == [history.snapshots[0].id])
        #expect(history.plan().removals.count == 2)
    }
}

extension KeepRules {
    fileprivate mutating func set(_ rule: KeepRule, to count: Int) {
        switch rule {
        case .last: last = count
        case .hourly: hourly = count
        case .daily: daily = count
        case .weekly: weekly = count
        case .monthly: monthly = count
        case .yearly: yearly = count
        }
    }
}

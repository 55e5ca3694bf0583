import Calendar
import Foundation
import Policy
import Retention
import Testing

/// Where received time is the snapshots' own time, we decide as restic does.
@Suite("Retention and restic's forget agree") struct ResticTests {
    private static let zoneName = "Europe/Berlin"

    /// A policy that chance makes: as ours, and as restic's options.
    private struct Choice {
        var rules = KeepRules()
        var options: [String] = []

        init(_ chance: inout SystemRandomNumberGenerator) throws {
            func count(_ option: String, upTo most: Int) -> Int? {
                guard Bool.random(using: &chance) else { return nil }
                let number = Int.random(in: 1...most, using: &chance)
                options += ["--keep-\(option)", "\(number)"]
                return number
            }
            rules.last = Int.random(in: 0..<4, using: &chance) == 0 ? count("last", upTo: 5) : nil
            rules.hourly = count("hourly", upTo: 8)
            rules.daily = count("daily", upTo: 8)
            rules.weekly = count("weekly", upTo: 8)
            rules.monthly = count("monthly", upTo: 6)
            rules.yearly = count("yearly", upTo: 4)
            if Bool.random(using: &chance) {
                let (days, hours) = (Int.random(in: 0...400, using: &chance), Int.random(in: 0...23, using: &chance))
                rules.within = .seconds(days * 86_400 + hours * 3600)
                options += ["--keep-within", "\(days)d\(hours)h"]
            }
            for tags in ["a", "a,b", "c"] where Int.random(in: 0..<3, using: &chance) == 0 {
                rules.tags.append(try #require(TagSet(tags)))
                options += ["--keep-tag", tags]
            }
            if options.isEmpty {
                rules.last = 1
                options = ["--keep-last", "1"]
            }
        }
    }

    @Test("Random histories and random policies: the same snapshots stay, for the same reasons")
    func agreement() throws {
        var chance = SystemRandomNumberGenerator()
        let restic = try ResticFolder(zone: Self.zoneName)
        try restic.back(up: Self.history(&chance))
        let zone = try #require(TimeZone(identifier: Self.zoneName))
        for _ in 0..<16 {
            let choice = try Choice(&chance)
            let theirs = try restic.forget(choice.options)
            var history = try History()
            history.repository.keep = choice.rules
            history.zone = Zone { Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double($0)))) }
            history.snapshots = theirs.map(\.snapshot)
            for index in history.snapshots.indices { history.snapshots[index].client = "web1" }
            let verdicts = history.verdicts()
            for line in theirs {
                let ours = verdicts[line.snapshot.id]
                // 0.14 prints no hours of zero; neither do we.
                let matches: [String]? = if case .keep(let reasons) = ours { reasons.map(\.description) } else { nil }
                #expect(matches == line.matches, "\(choice.options) \(line.snapshot.claimed)")
            }
            #expect(verdicts.count == theirs.count)
        }
    }

    /// Times of one zone's clocks, some close together, some where clocks and years change, over three groups.
    private static func history(_ chance: inout SystemRandomNumberGenerator) -> [ResticFolder.Backup] {
        let starts = [
            "2022-12-30 22:30:00", "2023-03-26 00:40:00", "2023-10-29 00:40:00", "2023-12-30 23:10:00",
            "2024-03-31 00:50:00", "2024-05-31 23:00:00",
        ]
        var backups: [ResticFolder.Backup] = []
        for index in 0..<45 {
            let start = starts.randomElement(using: &chance) ?? starts[0]
            // Within an hour, a day, a week, or two months.
            let spread = [3600, 86_400, 7 * 86_400, 60 * 86_400].randomElement(using: &chance) ?? 3600
            // No two at the same second: which of them restic takes first is chance.
            let offset = Int.random(in: 0..<(spread / 50), using: &chance) * 50 + index
            let tags = [[], [], ["a"], ["a", "b"], ["c", "d"]].randomElement(using: &chance) ?? []
            backups.append(
                ResticFolder.Backup(start: start, offset: offset, host: ["one", "two", "three"][index % 3], tags: tags))
        }
        return backups
    }
}

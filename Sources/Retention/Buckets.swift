internal import Calendar
internal import Policy

/// The counting rules at work: each keeps the newest snapshot of so many hours, days, weeks, months or years.
struct Buckets {
    private var counts: [(rule: KeepRule, left: Int)]
    private var lastKeys: [KeepRule: [Int]] = [:]
    private var seen = 0

    init(_ keep: KeepRules) {
        counts = [
            (.last, keep.last), (.hourly, keep.hourly), (.daily, keep.daily), (.weekly, keep.weekly),
            (.monthly, keep.monthly), (.yearly, keep.yearly),
        ].map { ($0, $1 ?? 0) }
    }

    /// The rules that keep the next snapshot, by the time at which it was received; never later than the one before it.
    mutating func rules(keeping time: WallTime) -> [KeepRule] {
        seen += 1
        var rules: [KeepRule] = []
        for (index, count) in counts.enumerated() where count.left > 0 {
            let key = key(of: time, for: count.rule)
            guard lastKeys[count.rule] != key else { continue }
            lastKeys[count.rule] = key
            counts[index].left -= 1
            rules.append(count.rule)
        }
        return rules
    }

    /// What is equal for two snapshots of which one is enough.
    private func key(of time: WallTime, for rule: KeepRule) -> [Int] {
        switch rule {
        case .last: [seen]
        case .hourly: [time.year, time.month, time.day, time.hour]
        case .daily: [time.year, time.month, time.day]
        case .weekly: [time.week.year, time.week.number]
        case .monthly: [time.year, time.month]
        case .yearly: [time.year]
        }
    }
}

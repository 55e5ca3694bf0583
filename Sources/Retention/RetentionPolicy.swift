public import Calendar
public import Policy

/// By which rules snapshots are kept: what a repository's policy says, in the gateway's zone.
public struct RetentionPolicy: Sendable {
    let keep: KeepRules
    let protect: Int64
    let maxRemovePercent: Int
    let zone: Zone

    /// Takes the rules of a repository.
    ///
    /// - Parameters:
    ///   - repository: its `[keep]`, `protect` and `max_remove` count.
    ///   - zone: the gateway's, in which an hour, a day, a week, a month and a year begin.
    public init(of repository: Repository, in zone: Zone) {
        keep = repository.keep
        protect = repository.protect.components.seconds
        maxRemovePercent = repository.maxRemovePercent
        self.zone = zone
    }

    /// How far `[keep]` looks back, in seconds; `nil` where no rule of it is about time.
    var window: Int64? {
        let counted: [(count: Int?, seconds: Int64)] = [
            (keep.hourly, 3600), (keep.daily, 86_400), (keep.weekly, 7 * 86_400), (keep.monthly, 31 * 86_400),
            (keep.yearly, 366 * 86_400),
        ]
        let spans = counted.map { rule in
            let (span, isTooLong) = Int64(rule.count ?? 0).multipliedReportingOverflow(by: rule.seconds)
            return isTooLong ? .max : span
        }
        return (spans + [keep.within?.components.seconds ?? 0]).filter { $0 > 0 }.max()
    }
}

extension CalendarExpression {
    /// The next moment after another; both in seconds since 1970.
    ///
    /// A time that the clocks leave out does not come that day; of one that they show twice the first counts.
    ///
    /// - Parameters:
    ///   - moment: after which.
    ///   - zone: what clocks show where the expression holds.
    /// - Returns: the moment; `nil` if there is none up to the year 2199.
    public func next(after moment: Int64, in zone: Zone) -> Int64? {
        // One day back, for clocks that are set back over midnight.
        let first = zone.wallTime(at: moment).dayNumber - 1
        let last = WallTime.dayNumber(year: 2199, month: 12, day: 31)
        guard first <= last else { return nil }
        for day in max(first, 0)...last where isDay(day) {
            if let found = firstTime(on: day, after: moment, in: zone) { return found }
        }
        return nil
    }

    private func isDay(_ number: Int) -> Bool {
        let time = WallTime(dayNumber: number, secondOfDay: 0)
        return weekdays.contains(time.weekday) && date.contains(time)
    }

    private func firstTime(on day: Int, after moment: Int64, in zone: Zone) -> Int64? {
        let start = Int64(day) * WallTime.secondsPerDay
        for hour in 0..<24 where hours.contains(hour) {
            for minute in 0..<60 where minutes.contains(minute) {
                for second in 0..<60 where seconds.contains(second) {
                    let shown = start + Int64(hour * 3600 + minute * 60 + second)
                    if let found = zone.firstMoment(showing: shown), found > moment { return found }
                }
            }
        }
        return nil
    }
}

extension Zone {
    /// When clocks first show a time, given as if they showed UTC; `nil` if they never do.
    fileprivate func firstMoment(showing shown: Int64) -> Int64? {
        // By the offset of the day before: where it still holds, this is the earlier of two.
        let early = shown - offset(shown - WallTime.secondsPerDay)
        return [early, moment(showing: shown)].first { $0 + offset($0) == shown }
    }
}

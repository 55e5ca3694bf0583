internal import Calendar
internal import Policy

extension RetentionPolicy {
    /// Decides about all snapshots of a repository.
    ///
    /// - Parameters:
    ///   - snapshots: all of them.
    ///   - trust: what makes one suspect.
    ///   - now: the gateway's own clock.
    /// - Returns: what becomes of each.
    public func plan(for snapshots: [Snapshot], trust: Trust, now: Instant) -> RetentionPlan {
        let judged = snapshots.map { (snapshot: $0, suspicions: trust.suspicions(of: $0)) }
        let groups = Dictionary(grouping: judged) { SnapshotGroup(of: $0.snapshot) }.map { key, members in
            let members = members.sorted { Self.isNewer($0.snapshot, $1.snapshot) }
            let trusted = members.filter(\.suspicions.isEmpty).map(\.snapshot)
            let reasons = Dictionary(uniqueKeysWithValues: zip(trusted, self.reasons(for: trusted, now: now)))
            let lines = members.map { member in
                let verdict: Verdict =
                    if let reasons = reasons[member.snapshot] {
                        reasons.isEmpty ? .remove : .keep(reasons)
                    } else {
                        .suspect(member.suspicions)
                    }
                return RetentionPlan.Line(snapshot: member.snapshot, verdict: verdict)
            }
            return RetentionPlan.Group(key: key, lines: lines)
        }
        return RetentionPlan(
            groups: groups.sorted { $0.key < $1.key },
            objection: objection(to: groups.flatMap(\.lines), now: now))
    }

    /// The newest first; of two at the same time the order is that of their ids.
    private static func isNewer(_ one: Snapshot, _ other: Snapshot) -> Bool {
        one.time == other.time ? one.id < other.id : one.time > other.time
    }

    /// Why each of a group, the newest first and none of them suspect, is kept; no reason: it is not.
    private func reasons(for snapshots: [Snapshot], now: Instant) -> [[KeepReason]] {
        guard !keep.isEmpty else { return snapshots.map { _ in [.noRules] } }
        // A snapshot of the future, whose time can only be its own word, is not the newest.
        let newest = snapshots.first { $0.time < now }
        let limit = newest.flatMap(withinLimit)
        var buckets = Buckets(keep)
        return snapshots.map { snapshot in
            var reasons: [KeepReason] = keep.tags.filter { $0.tags.allSatisfy(snapshot.tags.contains) }
                .map { .tags($0.tags) }
            if let within = keep.within, within > .zero, limit.map({ snapshot.time > $0 }) ?? true {
                reasons.append(.within(within.components.seconds))
            }
            reasons += buckets.rules(keeping: zone.wallTime(at: snapshot.time.seconds)).map { .rule($0) }
            if protect > 0, snapshot.time >= now.before(protect) { reasons.append(.protected(protect)) }
            return reasons
        }
    }

    /// So far back from the newest as `within` goes: whole days by the calendar of the zone, as restic counts them, so
    /// that a day may have 23 or 25 hours.
    private func withinLimit(of newest: Snapshot) -> Instant? {
        guard let within = keep.within?.components.seconds else { return nil }
        let (days, rest) = (within / 86_400, within % 86_400)
        let shown = newest.time.seconds + zone.offset(newest.time.seconds) - days * 86_400
        return Instant(seconds: zone.moment(showing: shown) - rest, nanoseconds: newest.time.nanoseconds)
    }

    private func objection(to lines: [RetentionPlan.Line], now: Instant) -> RetentionPlan.Objection? {
        let removed = lines.count { $0.verdict == .remove }
        guard removed > 0 else { return nil }
        let trusted = lines.filter { if case .suspect = $0.verdict { false } else { true } }
        if let window, let newest = trusted.map(\.snapshot.time).max(), newest < now.before(window) {
            return .stale(age: now.seconds - newest.seconds, window: window)
        }
        guard removed * 100 <= maxRemovePercent * trusted.count else {
            return .tooMany(removed: removed, of: trusted.count, percent: maxRemovePercent)
        }
        return nil
    }
}

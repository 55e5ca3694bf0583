/// What retention makes of a repository's snapshots.
public struct RetentionPlan: Hashable, Sendable {
    /// One snapshot and what becomes of it.
    public struct Line: Hashable, Sendable {
        /// The snapshot.
        public let snapshot: Snapshot
        /// What becomes of it.
        public let verdict: Verdict
    }

    /// Why nothing may be removed, although rules would remove something.
    public enum Objection: Hashable, Sendable {
        /// The newest snapshot that is not suspect was received this long ago, further back than `[keep]` looks; both
        /// in seconds.
        case stale(age: Int64, window: Int64)
        /// It would remove so many of so many snapshots that are not suspect, more than `max_remove` allows.
        case tooMany(removed: Int, of: Int, percent: Int)
    }

    /// One group and its snapshots, the newest first.
    public struct Group: Hashable, Sendable {
        /// What they have in common.
        public let key: SnapshotGroup
        /// Each of them.
        public let lines: [Line]
    }

    /// The groups, ordered by client, host and paths.
    public let groups: [Group]
    /// Why nothing may be removed; `nil`: what the lines say may be done.
    public let objection: Objection?

    /// All snapshots.
    public var lines: [Line] { groups.flatMap(\.lines) }

    /// The ids of those that the rules would remove, whether or not there is an ``objection``.
    public var removals: [String] { lines.filter { $0.verdict == .remove }.map(\.snapshot.id) }
}

extension RetentionPlan.Objection: CustomStringConvertible {
    /// For people.
    public var description: String {
        switch self {
        case .stale(let age, let window):
            "the newest trusted snapshot is \(age / 3600) hours old, further back than [keep] looks (\(window / 3600) hours)"
        case .tooMany(let removed, let all, let percent):
            "\(removed) of \(all) trusted snapshots would be removed, more than max_remove allows (\(percent)%)"
        }
    }
}

internal import Calendar
internal import Restic
internal import ResticFiles
internal import Retention
internal import Trail

/// What retention makes of a repository's snapshots, for people and for scripts.
struct PlanView {
    private let plan: RetentionPlan
    private let shelf: SnapshotShelf
    private let world: World

    init(_ plan: RetentionPlan, _ shelf: SnapshotShelf, _ world: World) {
        self.plan = plan
        self.shelf = shelf
        self.world = world
    }

    /// How many there are of each kind.
    var counts: [(String, UInt64)] {
        var counts: [String: UInt64] = [:]
        for line in plan.lines { counts[line.verdict.word, default: 0] += 1 }
        return [
            ("kept", counts["keep"] ?? 0), ("removed", counts["remove"] ?? 0), ("suspect", counts["suspect"] ?? 0),
            ("unreadable", UInt64(shelf.unreadable.count)),
        ]
    }

    /// A group after the other, as restic tells it.
    var lines: [String] {
        let groups = plan.groups.flatMap { group in
            var table = Table.plain()
            for line in group.lines { table.add(escaped: cells(of: line)) }
            return [Self.title(group.key)] + table.lines.map { "  " + $0 } + [""]
        }
        let unreadable = shelf.unreadable.map { "unreadable: \($0.name.hex.prefix(8)): \(Escaped.text($0.why.words))" }
        let sums = counts.map { "\($0.1) \($0.0)" }.joined(separator: ", ")
        return groups + unreadable + [sums] + (plan.objection.map { ["refused: \($0)"] } ?? [])
    }

    /// One object a snapshot.
    var objects: [JSON] {
        plan.groups.flatMap { group in group.lines.map { object($0, group.key) } }
            + shelf.unreadable.map { entry in
                .object([
                    ("id", .text(entry.name.hex)), ("verdict", .text("unreadable")),
                    ("reasons", .texts([entry.why.words])),
                ])
            }
    }

    private static func title(_ key: SnapshotGroup) -> String {
        let client = key.client.map { "client \(Escaped.text($0))" } ?? "no client"
        return "\(client), host \(Escaped.text(key.host)), paths \(key.paths.map(Escaped.text).joined(separator: " "))"
    }

    private func cells(of line: RetentionPlan.Line) -> [String] {
        let snapshot = line.snapshot
        let time = world.zone.text(Moment(milliseconds: snapshot.time.seconds * 1000))
        let source = snapshot.received == nil ? "by its own word" : "received"
        return [
            line.verdict.word, String(snapshot.id.prefix(8)), time, source,
            line.verdict.reasons.map(Escaped.text).joined(separator: ", "),
        ]
    }

    private func object(_ line: RetentionPlan.Line, _ key: SnapshotGroup) -> JSON {
        let snapshot = line.snapshot
        let received = snapshot.received.map { Moment(milliseconds: $0.seconds * 1000).description }
        return .object([
            ("id", .text(snapshot.id)), ("verdict", .text(line.verdict.word)),
            ("reasons", .texts(line.verdict.reasons)), ("received", .text(received)),
            ("time", .text(Moment(milliseconds: snapshot.claimed.seconds * 1000).description)),
            ("client", .text(key.client)), ("host", .text(snapshot.host)), ("paths", .texts(snapshot.paths)),
            ("tags", .texts(snapshot.tags)),
        ])
    }
}

extension Retention.Verdict {
    /// One word.
    fileprivate var word: String {
        switch self {
        case .keep: "keep"
        case .remove: "remove"
        case .suspect: "suspect"
        }
    }

    /// Why; nothing removes a snapshot but that no rule keeps it. The client's words in it are not escaped.
    fileprivate var reasons: [String] {
        switch self {
        case .keep(let reasons): reasons.map(\.description)
        case .remove: []
        case .suspect(let reasons): reasons.map(\.description)
        }
    }
}

internal import Policy
internal import Trail

/// The refusals of some time, by client and reason. What it holds does not grow with their number.
struct Refusals {
    /// How many examples a group has.
    private static let examples = 3

    private struct Group {
        var count: UInt64 = 0
        var first: UInt64
        var examples: [FoldedRow] = []
    }

    private struct Key: Hashable {
        let client: String
        let reason: String
    }

    private var groups: [Key: Group] = [:]
    /// Restic's own noise, which is in no group.
    private(set) var retries: UInt64 = 0
    /// How many were refused, by client; without the noise.
    private(set) var ofClient: [String: UInt64] = [:]

    /// Reads them.
    init(_ span: Span, _ trail: AuditTrail) throws {
        var filter = span.filter
        filter.outcomes = [.refused]
        var folding = Folding()
        try trail.reader.pages(filter) { row, _ in
            folding.take(row, isRetry: try trail.retries.isRetry(row)).forEach { add($0) }
            return true
        }
        folding.finish().forEach { add($0) }
    }

    private mutating func add(_ folded: FoldedRow) {
        let entry = folded.first.entry
        // Past a day's rows, one row carries how many more there were.
        let count = entry.action == .fold ? entry.number("count") ?? 1 : UInt64(folded.count)
        guard !folded.isRetry else {
            retries += count
            return
        }
        ofClient[entry.client, default: 0] &+= count
        var group = groups[Key(client: entry.client, reason: entry.reason)] ?? Group(first: folded.first.seq)
        group.count &+= count
        group.examples.append(folded)
        group.examples.sort { ($1.count, $0.first.seq) < ($0.count, $1.first.seq) }
        group.examples = Array(group.examples.prefix(Self.examples))
        groups[Key(client: entry.client, reason: entry.reason)] = group
    }

    /// What to look at, the most frequent first.
    var findings: [Finding] {
        groups.map { key, group in
            let examples = group.examples.map { folded in
                let what = Escaped.text("\(folded.first.entry.action.rawValue) \(RowLine.object(folded.first.entry))")
                return folded.count > 1 ? "\(what) \(RowLine.times(folded))" : what
            }
            let more = group.examples.reduce(0) { $0 + $1.count } < group.count ? ", \u{2026}" : ""
            return Finding(
                kind: .refused, client: key.client, count: group.count,
                text: "\(Escaped.text(key.reason)) \u{d7}\(group.count): \(examples.joined(separator: ", "))\(more)",
                row: group.first, reason: key.reason)
        }.sorted { ($1.count, $0.client, $0.text) < ($0.count, $1.client, $1.text) }
    }
}

internal import Policy
internal import Trail

/// From where, and with which keys, clients came for the first time.
struct FirstSights {
    /// How many addresses and keys of one client are looked at: who has more is seen anyway.
    private static let most = 64

    private struct Seen {
        var row: UInt64
        var count: UInt64 = 0
    }

    private var sources: [String: [String: Seen]] = [:]
    private var keys: [String: [String: Seen]] = [:]

    /// Notes a session that was let in.
    mutating func add(_ opened: Row) {
        let entry = opened.entry
        Self.note(entry.source, opened.seq, in: &sources[entry.client, default: [:]])
        Self.note(entry.key, opened.seq, in: &keys[entry.client, default: [:]])
    }

    private static func note(_ word: String, _ row: UInt64, in seen: inout [String: Seen]) {
        guard !word.isEmpty, seen[word] != nil || seen.count < most else { return }
        seen[word, default: Seen(row: row)].count += 1
    }

    /// What was never seen before row `start`.
    func findings(before start: UInt64, _ reader: TrailReader) throws -> [Finding] {
        var findings: [Finding] = []
        for (client, sources) in sources {
            guard try Self.isKnown(client, before: start, reader) else {
                let first = sources.values.map(\.row).min() ?? 0
                let count = sources.values.reduce(0) { $0 + $1.count }
                let places = sources.keys.sorted().prefix(3).map { Escaped.text($0) }.joined(separator: ", ")
                findings.append(
                    Finding(
                        kind: .newClient, client: client, count: count,
                        text: "was never here before; \(Amount.count(count, "session")) from \(places)", row: first))
                continue
            }
            for (source, seen) in sources where try !reader.knows(client, from: source, before: start) {
                findings.append(Self.finding(.newSource, client, "from \(Escaped.text(source))", seen))
            }
            for (key, seen) in keys[client] ?? [:] where try !Self.isKnown(client, key: key, before: start, reader) {
                findings.append(Self.finding(.newKey, client, "with the key \(Escaped.text(key))", seen))
            }
        }
        return findings.sorted { ($0.client, $0.row, $0.text) < ($1.client, $1.row, $1.text) }
    }

    private static func finding(_ kind: Finding.Kind, _ client: String, _ what: String, _ seen: Seen) -> Finding {
        Finding(
            kind: kind, client: client, count: seen.count,
            text: "for the first time \(what); \(Amount.count(seen.count, "session"))", row: seen.row)
    }

    /// Whether a client was let in before; with this key, if one is named.
    private static func isKnown(
        _ client: String, key: String? = nil, before start: UInt64, _ reader: TrailReader
    ) throws -> Bool {
        var filter = RowFilter()
        (filter.client, filter.actions, filter.outcomes) = (client, [.open], [.allowed])
        // The last ones first: a key that is known was mostly used just before.
        (filter.before, filter.newestFirst) = (start, true)
        var isKnown = false
        try reader.pages(filter) { row, _ in
            isKnown = key == nil || row.entry.key == key
            return !isKnown
        }
        return isKnown
    }
}

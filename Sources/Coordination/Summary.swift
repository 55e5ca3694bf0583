internal import Policy
internal import PolicyFile
internal import Restic
internal import Trail

/// What happened in a time, what is unusual in it first.
struct Summary {
    /// How many acts of admins are told.
    private static let mostActs = 50

    let span: Span
    let findings: [Finding]
    /// Restic's own noise.
    let retries: UInt64
    /// The last acts of admins, the oldest first, and how many there were in all.
    let acts: [Row]
    let countOfActs: Int
    let clients: [(name: String, figures: Figures)]

    /// Reads it. Memory grows with the number of clients, not of rows.
    ///
    /// - Parameters:
    ///   - span: about which time.
    ///   - policy: which clients there are; `nil` where that cannot be read.
    ///   - trail: the trail.
    ///   - now: the present; silence lasts until then.
    /// - Throws: `TrailError`, `CatalogError`.
    init(_ span: Span, _ policy: WholePolicy?, _ trail: AuditTrail, now: Moment) throws {
        self.span = span
        let refusals = try Refusals(span, trail)
        let habits = try Habits(span, trail.reader)
        let start = try trail.reader.first(span.since) ?? UInt64(Int64.max)
        let unsorted =
            try refusals.findings + Self.silences(policy, trail.reader, min(now, span.until))
            + habits.sights.findings(before: start, trail.reader) + habits.findings + Self.failures(span, trail.reader)
        // The sort is by kind alone, and each kind keeps its own order.
        findings = Finding.Kind.allCases.flatMap { kind in unsorted.filter { $0.kind == kind } }
        retries = refusals.retries
        (acts, countOfActs) = try Self.acts(span, trail.reader)
        clients = habits.clients.compactMapValues(\.first).merging(
            refusals.ofClient.mapValues { Figures(refusals: $0) },
            uniquingKeysWith: { figures, refused in
                var figures = figures
                figures.refusals = refused.refusals
                return figures
            }
        ).sorted { $0.key < $1.key }.filter { $0.value != Figures() }.map { ($0.key, $0.value) }
    }

    private static func silences(_ policy: WholePolicy?, _ reader: TrailReader, _ now: Moment) throws -> [Finding] {
        let silence = Silence(reader: reader, now: now)
        guard let policy else { return try reader.clients().compactMap { try silence.finding($0, limit: nil) } }
        // Who was removed or switched off may be silent.
        return try policy.clients.filter { !$0.disabled }.compactMap {
            try silence.finding($0.name.description, limit: $0.maxSilence)
        }
    }

    private static func failures(_ span: Span, _ reader: TrailReader) throws -> [Finding] {
        var filter = span.filter
        filter.outcomes = [.failed, .lost]
        var found: [String: (count: UInt64, last: Row)] = [:]
        try reader.pages(filter) { row, _ in
            // A session that died is told elsewhere.
            if row.entry.action != .close { found[row.entry.client] = ((found[row.entry.client]?.count ?? 0) + 1, row) }
            return true
        }
        return found.sorted { $0.key < $1.key }.map { client, found in
            let entry = found.last.entry
            let last = "\(entry.action.rawValue) \(RowLine.object(entry)): \(entry.reason)"
            return Finding(
                kind: .failed, client: client, count: found.count,
                text: "\(Amount.count(found.count, "act")) failed or lost; the last: \(Escaped.text(last))",
                row: found.last.seq)
        }
    }

    private static func acts(_ span: Span, _ reader: TrailReader) throws -> ([Row], Int) {
        var filter = span.filter
        filter.actions = AdminActs.all
        filter.newestFirst = true
        var (acts, count) = ([Row](), 0)
        try reader.pages(filter) { row, _ in
            count += 1
            if count <= mostActs { acts.append(row) }
            return true
        }
        return (acts.reversed(), count)
    }

    /// As `--json` prints it.
    var json: JSON {
        .object([
            ("since", .text(span.since.description)), ("until", .text(span.until.description)),
            ("findings", .list(findings.map(\.json))), ("retries", .number(retries)),
            ("admin", .list(acts.map { .verbatim($0.line) })), ("adminActs", .number(UInt64(countOfActs))),
            ("clients", .list(clients.map { $0.figures.json($0.name) })),
        ])
    }
}

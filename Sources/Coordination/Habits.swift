internal import Policy
internal import Trail

/// What each client did in a time, and in the four times of the same length before it: five figures a client, however
/// many rows there are.
struct Habits {
    private(set) var clients: [String: [Figures]] = [:]
    private(set) var sights = FirstSights()

    /// Reads the first and the last row of each session.
    init(_ span: Span, _ reader: TrailReader) throws {
        var filter = RowFilter()
        (filter.since, filter.until, filter.actions) = (span.start, span.until, [.open, .close])
        try reader.pages(filter) { row, _ in
            let index = min(span.index(of: row.at), Span.earlier)
            switch (row.entry.action, row.entry.outcome) {
            case (.open, .allowed):
                change(row.entry.client, index) { $0.sessions += 1 }
                if index == 0 { sights.add(row) }
            case (.close, _):
                guard let opened = try reader.row(row.session) else { break }
                let report = try SessionReport(opened: opened, reader)
                change(row.entry.client, index) { $0.add(report) }
            default: break
            }
            return true
        }
    }

    private mutating func change(_ client: String, _ index: Int, _ body: (inout Figures) -> Void) {
        var figures = clients[client] ?? Array(repeating: Figures(), count: Span.earlier + 1)
        body(&figures[index])
        clients[client] = figures
    }

    /// What is far above what the same client did in any of the times before. Who is new has no habit.
    var findings: [Finding] {
        clients.sorted { $0.key < $1.key }.flatMap { client, figures in
            let (now, usual) = (figures[0], figures.dropFirst().reduce(Figures()) { $0.max($1) })
            guard usual.sessions > 0 else { return Self.death(client, now) }
            return Self.bulkRead(client, now, usual) + Self.growth(client, now, usual) + Self.death(client, now)
        }
    }

    private static let mebibyte: UInt64 = 1 << 20

    /// Five times the most, and 64 MiB: restic reads its indexes again when its cache is gone.
    private static func bulkRead(_ client: String, _ now: Figures, _ usual: Figures) -> [Finding] {
        guard now.bytesOut >= 64 * mebibyte, now.bytesOut / 5 >= usual.bytesOut else { return [] }
        return [compared(.bulkRead, client, "read", Amount.size(now.bytesOut), Amount.size(usual.bytesOut))]
    }

    /// Five times the most bytes, and 256 MiB; or three times the snapshots, and ten more.
    private static func growth(_ client: String, _ now: Figures, _ usual: Figures) -> [Finding] {
        var findings: [Finding] = []
        if now.bytesIn >= 256 * mebibyte, now.bytesIn / 5 >= usual.bytesIn {
            findings.append(
                compared(.growth, client, "sent", Amount.size(now.bytesIn), Amount.size(usual.bytesIn)))
        }
        if now.snapshots >= usual.snapshots + 10, now.snapshots / 3 >= usual.snapshots {
            findings.append(
                compared(.growth, client, "made", Amount.count(now.snapshots, "snapshot"), "\(usual.snapshots)"))
        }
        return findings
    }

    private static func death(_ client: String, _ now: Figures) -> [Finding] {
        guard now.died > 0 else { return [] }
        return [
            Finding(
                kind: .died, client: client, count: now.died,
                text: "\(Amount.count(now.died, "session")) of \(now.sessions) ended without a last word", row: 0)
        ]
    }

    private static func compared(
        _ kind: Finding.Kind, _ client: String, _ verb: String, _ amount: String, _ usual: String
    ) -> Finding {
        Finding(
            kind: kind, client: client, count: 1, text: "\(verb) \(amount); at most \(usual) in such a time before",
            row: 0)
    }
}

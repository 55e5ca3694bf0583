internal import Policy
internal import Trail

/// Whether a client has been silent for longer than it may, or than it usually is.
///
/// Its habit is known from six sessions on: of the pauses between its last 32, the second longest, so that one holiday
/// does not make the next one usual. Twice that is too long. A client with an open session is not silent.
struct Silence {
    private static let sessions = 32
    private static let fewest = 6

    let reader: TrailReader
    let now: Moment

    /// What there is to say about a client, if anything.
    ///
    /// - Parameters:
    ///   - client: its name.
    ///   - limit: its `max_silence`, if it has one.
    /// - Returns: `nil` where it came as it should.
    /// - Throws: `TrailError`.
    func finding(_ client: String, limit: Duration?) throws -> Finding? {
        let opened = try newest(client)
        guard let last = opened.first else {
            guard let limit else { return nil }
            return Finding(
                kind: .silent, client: client, count: 0,
                text: "was never here; max_silence is \(limit.span)", row: 0)
        }
        guard try reader.close(of: last.seq) != nil else { return nil }
        let silent = now.milliseconds - last.at.milliseconds
        let told = "last session \(Amount.time(silent)) ago"
        if let limit, silent > limit.components.seconds * 1000 {
            return Finding(
                kind: .silent, client: client, count: 1, text: "\(told); max_silence is \(limit.span)", row: last.seq)
        }
        guard let usual = Self.usualPause(opened), silent > 2 * usual else { return nil }
        return Finding(
            kind: .silent, client: client, count: 1, text: "\(told); it usually comes within \(Amount.time(usual))",
            row: last.seq)
    }

    private static func usualPause(_ opened: [Row]) -> Int64? {
        guard opened.count >= fewest else { return nil }
        let pauses = zip(opened, opened.dropFirst()).map { $0.at.milliseconds - $1.at.milliseconds }
        // Less than an hour is no habit: somebody tries things out.
        return pauses.sorted().dropLast().last.map { max($0, 3_600_000) }
    }

    private func newest(_ client: String) throws(TrailError) -> [Row] {
        var filter = RowFilter()
        (filter.client, filter.actions, filter.outcomes) = (client, [.open], [.allowed])
        (filter.until, filter.newestFirst, filter.limit) = (now, true, Self.sessions)
        return try reader.rows(filter)
    }
}

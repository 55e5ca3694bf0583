internal import Policy
internal import Restic
internal import Trail

/// A row as review shows it: alone, or for equal refusals that followed it.
struct FoldedRow: Sendable {
    var first: Row
    var last: Row
    var count = 1
    /// Whether it is restic's own noise (``RetryRule``).
    var isRetry = false

    /// A row alone.
    init(_ row: Row, isRetry: Bool) {
        (first, last) = (row, row)
        self.isRetry = isRetry
    }
}

/// Folds equal refusals, in review only: the trail keeps each. Two are equal if client, key, address, repository,
/// action, object and reason are; the fold ends when none came for two minutes. Rows keep their order by the first of
/// each fold, so what follows an open fold waits: at most ``most`` lines.
struct Folding {
    /// How long after the last one an equal refusal still belongs to it, in milliseconds: restic's pauses between
    /// tries grow to one minute and a half.
    static let pause: Int64 = 120_000
    /// How many lines may wait.
    static let most = 2048

    private var waiting: [FoldedRow] = []
    private var open: [Entry: Int] = [:]
    private var taken = 0

    /// Takes the next row, in the trail's order.
    ///
    /// - Returns: what is now complete.
    mutating func take(_ row: Row, isRetry: Bool) -> [FoldedRow] {
        var done = release(before: row.at)
        if let key = Self.key(row) {
            if let index = open[key].map({ $0 - taken }), waiting[index].isRetry == isRetry,
                isOpen(waiting[index], row.at)
            {
                waiting[index].last = row
                waiting[index].count += 1
                return done
            }
            open[key] = taken + waiting.count
        }
        waiting.append(FoldedRow(row, isRetry: isRetry))
        while waiting.count > Self.most { done.append(next()) }
        return done + release(before: row.at)
    }

    /// All that still waits.
    mutating func finish() -> [FoldedRow] {
        defer {
            waiting = []
            open = [:]
        }
        return waiting
    }

    private mutating func release(before now: Moment) -> [FoldedRow] {
        var count = 0
        while count < waiting.count, !isOpen(waiting[count], now) { count += 1 }
        return (0..<count).map { _ in next() }
    }

    private func isOpen(_ folded: FoldedRow, _ now: Moment) -> Bool {
        Self.key(folded.first) != nil && now.milliseconds - folded.last.at.milliseconds <= Self.pause
    }

    private mutating func next() -> FoldedRow {
        let folded = waiting.removeFirst()
        if let key = Self.key(folded.first), open[key] == taken { open[key] = nil }
        taken += 1
        return folded
    }

    /// What two rows have in common that fold.
    private static func key(_ row: Row) -> Entry? {
        guard row.entry.outcome == .refused, row.entry.action != .fold else { return nil }
        var entry = row.entry
        (entry.details, entry.bytes) = ([], .zero)
        return entry
    }
}

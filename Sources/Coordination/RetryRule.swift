internal import Catalog
internal import Policy
internal import Restic
internal import Trail

/// Tells restic's own noise from attempts to remove something.
///
/// When a save fails, restic removes what may be left of it before it tries again. At an append-only gateway that is
/// one more refusal. So a removal refused as `append-only` is a **retry** if, among the 64 rows of its session before
/// it, the last word about that object (but for removals) is that saving it was refused or failed, and if the gateway
/// does not hold the object: whoever tries to remove what is stored is never taken for noise, whatever came before.
struct RetryRule {
    /// How many rows of the session are looked at: restic has a few uploads at once, and removes at once.
    static let reach = 64

    let reader: TrailReader
    let holdings: Holdings?

    /// Whether a row is such a retry.
    ///
    /// - Throws: `TrailError`, `CatalogError`.
    func isRetry(_ row: Row) throws -> Bool {
        guard row.entry.action == .remove, row.entry.outcome == .refused,
            row.entry.reason == Refusal.appendOnly.rawValue, let object = Object(row.entry.object), let holdings,
            try followsFailedSave(row), let place = try reader.row(row.session)?.entry.text("place")
        else { return false }
        return try !holdings.holds(object, at: place, before: row.seq)
    }

    private func followsFailedSave(_ row: Row) throws(TrailError) -> Bool {
        var filter = RowFilter()
        (filter.session, filter.before) = (row.session, row.seq)
        (filter.newestFirst, filter.limit) = (true, Self.reach)
        let word = try reader.rows(filter).first { $0.entry.object == row.entry.object && $0.entry.action != .remove }
        guard let word, word.entry.action == .save else { return false }
        switch word.entry.outcome {
        case .refused, .failed: return true
        case .allowed, .lost: return false
        }
    }
}

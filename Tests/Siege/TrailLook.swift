internal import Policy
internal import Trail

/// What tests want to know of a trail.
enum TrailLook {
    /// All rows, the first first, as a ledger finds them that starts now.
    static func rows(in path: String) throws(SiegeError) -> [Row] {
        do throws(TrailError) {
            // Only a writer may roll back what a crash left half done.
            _ = try TrailWriter(path, clock: .system)
            return try TrailReader(path).rows()
        } catch {
            throw .failed("the trail cannot be read", "\(error)")
        }
    }

    /// The objects of all rows that allow to save one.
    static func savedObjects(in path: String) throws(SiegeError) -> Set<String> {
        let rows = try rows(in: path)
        for (row, number) in zip(rows, 1...) where row.seq != UInt64(number) {
            throw .failed("the trail", "row \(number) is missing")
        }
        return Set(rows.filter { $0.entry.action == .save && $0.entry.outcome == .allowed }.map(\.entry.object))
    }
}

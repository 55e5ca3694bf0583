public import Trail

extension Catalog {
    /// Applies the rows of the trail that are not in it yet.
    ///
    /// - Parameters:
    ///   - trail: the trail.
    ///   - last: the last row that is wanted.
    /// - Returns: how many there were.
    /// - Throws: ``CatalogError``; ``CatalogError/foreign`` where the catalog was made from another trail.
    @discardableResult
    public func catchUp(with trail: TrailReader, through last: UInt64 = .max) throws(CatalogError) -> UInt64 {
        try check(against: trail)
        let first = applied
        var filter = RowFilter()
        filter.after = applied
        var failure: CatalogError?
        do throws(TrailError) {
            try trail.rows(filter) { (row, _) throws(TrailError) in
                guard row.seq <= last else { return false }
                do throws(CatalogError) {
                    try apply(row)
                    // So that neither memory nor the log grows with the trail.
                    if row.seq % 10_000 == 0 { try commit() }
                } catch {
                    failure = error
                }
                return failure == nil
            }
        } catch {
            failure = .trail(error)
        }
        if let failure {
            rollback()
            throw failure
        }
        try commit()
        return applied - first
    }

    /// Makes sure that the last row in the catalog is in the trail, to the byte.
    private func check(against trail: TrailReader) throws(CatalogError) {
        guard applied > 0 else { return }
        let row: Row?
        do throws(TrailError) {
            row = try trail.row(applied)
        } catch {
            throw .trail(error)
        }
        guard row?.line == lastLine else { throw .foreign }
    }
}

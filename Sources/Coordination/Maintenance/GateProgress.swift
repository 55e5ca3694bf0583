internal import LedgerWire
internal import Maintenance
internal import Policy
internal import Restic

/// Tells how far restic is, by what its gate sees: restic itself says nothing that could be relied on.
struct GateProgress {
    private let what: String
    private let progress: Progress

    /// Begins.
    ///
    /// - Parameters:
    ///   - what: what is done: `prune of web1`.
    ///   - world: where to tell it.
    init(_ what: String, in world: World) {
        self.what = what
        progress = Progress(what, in: world)
    }

    /// Tells it, if it is time to.
    func tell(_ counts: SessionCounts) {
        progress.show(
            "\(what): read \(Amount.size(counts.bytesOut.bytes)), stored \(Amount.size(counts.bytesIn.bytes)), "
                + "removed \(Amount.count(counts.removals, "object"))")
    }

    /// restic has ended.
    func finish() { progress.finish() }
}

extension MaintenanceRun {
    /// Moves objects one after the other, and tells how far it is.
    ///
    /// - Parameters:
    ///   - orders: either all of them purge, or none.
    ///   - what: what is done with them: `moving objects to the trash`.
    ///   - world: where to tell it.
    /// - Throws: what ``Maintenance/MaintenanceRun/tend(_:done:)`` throws.
    func tend(_ orders: [TrashOrder], telling what: String, in world: World) throws(MaintenanceError) {
        let progress = Progress(what, of: UInt64(orders.count), in: world)
        defer { progress.finish() }
        try tend(orders) { _ in progress.advance() }
    }
}

internal import Catalog
internal import Linux
internal import Trail

/// Compares catalog and repositories with the trail, beside the thread that walks over the rows.
final class CatalogWork: Sendable {
    private let state: AuditedState
    private let stores: AuditedStores?
    private let progress = Monitor(Progress())

    private struct Progress {
        /// The row up to which the ledger's catalog goes; known once it was looked at.
        var applied: UInt64?
        var outcome: Result<CatalogCheck.Result, AuditError>?
    }

    init(_ state: AuditedState, _ stores: AuditedStores?) {
        self.state = state
        self.stores = stores
    }

    /// Starts it, and then opens the trail: whatever stood in the catalog then is in this trail, or was cut off.
    func start() throws(AuditError) -> TrailScan {
        do throws(SystemCallError) {
            try Worker.start { [self] in work() }
        } catch {
            throw .system(error, "a thread")
        }
        _ = applied
        return try state.openTrail()
    }

    /// The row up to which the ledger's catalog goes; 0 where that cannot be told.
    var applied: UInt64 { progress.wait { $0.applied } }

    /// What came of it.
    func wait() -> Result<CatalogCheck.Result, AuditError> { progress.wait { $0.outcome } }

    private func work() {
        let outcome: Result<CatalogCheck.Result, AuditError>
        do throws(AuditError) {
            let check = try CatalogCheck(state)
            progress.change { $0.applied = check.result.applied }
            try check.run()
            if let stores { try check.compare(with: stores) }
            outcome = .success(check.result)
        } catch {
            outcome = .failure(error)
        }
        progress.change {
            $0.applied = $0.applied ?? 0
            $0.outcome = outcome
        }
    }
}

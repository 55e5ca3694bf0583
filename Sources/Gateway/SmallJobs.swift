internal import LedgerClient
internal import Policy
internal import Restic
internal import Store

/// The jobs whose answers have no body.
extension ServedSession {
    /// `HEAD`: the size, or that it is not there.
    func stat(_ object: Object) -> JobResult {
        do throws(StoreError) {
            guard let size = try repository.size(of: object) else { return .answer(.absent) }
            return .answer(Answer(status: 200, headers: [("content-length", String(size.bytes))]))
        } catch {
            return .answer(answer(error, .stat, object))
        }
    }

    /// `DELETE` of a lock: the ledger knows whose it is.
    func removeLock(_ name: FileName) -> JobResult {
        let object = Object.file(.locks, name)
        do throws(LedgerError) {
            return try removeLock(name, as: object)
        } catch {
            return .answer(.failed(.ledger(error)))
        }
    }

    private func removeLock(_ name: FileName, as object: Object) throws(LedgerError) -> JobResult {
        do throws(StoreError) {
            // restic removes its lock again where it did not hear that it is gone.
            guard try repository.size(of: object) != nil else { return .answer(.done) }
        } catch {
            return .answer(answer(error, .remove, object))
        }
        switch try ledger().permitRemove(object, sweeping: false) {
        case .refused(let refusal): return .answer(.refused(refusal))
        case .granted(let permit):
            let row = permit.row
            let ledger = try ledger()
            do throws(StoreError) {
                try repository.removeLock(name, permit)
                ledger.done(row)
                return .answer(.done)
            } catch {
                try ledger.failed(row, reason: "\(error)")
                return .answer(.failed(.storage))
            }
        }
    }
}

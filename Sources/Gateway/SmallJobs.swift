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
        do throws(Obstacle) {
            // restic removes its lock again where it did not hear that it is gone.
            let isThere = try storing { () throws(StoreError) in try repository.size(of: object) } != nil
            if isThere {
                try removeLock(name, as: object)
            } else {
                try storing { () throws(StoreError) in try repository.confirmLockRemovals() }
            }
            return .answer(.done)
        } catch {
            switch error {
            case .store(let error): return .answer(answer(error, .remove, object))
            case .ledger(let error): return .answer(.failed(.ledger(error)))
            case .refused(let refusal): return .answer(.refused(refusal))
            }
        }
    }

    private func removeLock(_ name: FileName, as object: Object) throws(Obstacle) {
        let ledger = try recording { () throws(LedgerError) in try self.ledger() }
        let permit = try permitted { () throws(LedgerError) in try ledger.permitRemove(object, sweeping: false) }
        let row = permit.row
        do throws(StoreError) {
            try repository.removeLock(name, permit)
        } catch {
            ledger.gaveUp(row, because: error)
            throw .store(error)
        }
        ledger.done(row)
    }
}

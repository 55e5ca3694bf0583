internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store

/// The jobs whose answers have no body.
extension ServedSession {
    /// `HEAD`: the size, or that it is not there.
    func stat(_ object: Object) -> JobResult {
        do throws(StoreError) {
            guard let size = try shelf.size(of: object) else { return .answer(.absent) }
            return .answer(.there(size))
        } catch {
            return .answer(answer(error, .stat, object))
        }
    }

    /// `DELETE`: of a host's own locks, and of anything by maintenance, which moves it to the trash.
    func remove(_ object: Object) -> JobResult {
        guard case .file(let kind, let name) = object else { return .answer(refuse(.remove, object, .appendOnly)) }
        if kind == .locks, let locks = shelf.locks {
            locks.remove(name)
            return .answer(.done)
        }
        if let trash { return trashing(object, into: trash) }
        guard kind == .locks else { return .answer(refuse(.remove, object, .appendOnly)) }
        return removeLock(name)
    }

    /// `DELETE` of a lock: the ledger knows whose it is.
    private func removeLock(_ name: FileName) -> JobResult {
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
            return instead(error, .remove, object)
        }
    }

    /// restic also removes what it could not store: that makes no row, since nothing is there.
    private func trashing(_ object: Object, into trash: Trash) -> JobResult {
        do throws(Obstacle) {
            guard try storing({ () throws(StoreError) in try repository.isNameTaken(of: object) }) else {
                return .answer(.done)
            }
            let ledger = try recording { () throws(LedgerError) in try self.ledger() }
            try ledger.move(.trash, object, of: trash)
            return .answer(.trashed)
        } catch {
            return instead(error, .trash, object)
        }
    }

    private func instead(_ obstacle: Obstacle, _ action: Action, _ object: Object) -> JobResult {
        switch obstacle {
        case .store(let error): .answer(answer(error, action, object))
        case .ledger(let error): .answer(.failed(.ledger(error)))
        case .refused(let refusal): .answer(.refused(refusal))
        case .held: .held
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

internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store

/// What stands in the way of a piece of work that asks the store and the ledger in turn.
enum Obstacle: Error {
    case store(StoreError)
    case ledger(LedgerError)
    /// The ledger's no, which is in the trail already.
    case refused(Refusal)
    /// Maintenance goes on; ask again.
    case held

    /// What it is, for the gateway's admin.
    var problem: String {
        switch self {
        case .store(let error): error.description
        case .ledger(let error): error.description
        case .refused(let refusal): refusal.explanation.reason
        case .held: Refusal.maintenanceRuns.explanation.reason
        }
    }
}

extension LedgerSession {
    /// Says that what a row allowed was not done. Where it was done and could not be flushed nothing is said: then the
    /// next session looks what became of it.
    func gaveUp(_ row: UInt64, because error: StoreError) {
        switch error {
        case .unflushed: break
        case .hashMismatch, .lengthMismatch, .configDiffers, .notRegular, .damaged, .permitMismatch, .nested,
            .rootMissing, .readOnly, .full, .system:
            try? failed(row, reason: error.description)
        }
    }
}

extension LedgerSession {
    /// Moves an object between a repository and a run's part of the trash, or out of it, once the row is on the disk.
    func move(_ act: TrashAct, _ object: Object, of trash: Trash) throws(Obstacle) {
        let permit = try permitted { () throws(LedgerError) in try self.permit(act, object, of: trash.run) }
        let row = permit.row
        do throws(StoreError) {
            switch act {
            case .trash: try trash.take(object, permit)
            case .restore: try trash.giveBack(object, permit)
            case .purge: try trash.purge(object, permit)
            }
        } catch {
            gaveUp(row, because: error)
            throw .store(error)
        }
        done(row)
    }
}

/// Asks the store.
func storing<Result: ~Copyable>(_ body: () throws(StoreError) -> Result) throws(Obstacle) -> Result {
    do throws(StoreError) { return try body() } catch { throw .store(error) }
}

/// Asks the ledger.
func recording<Result: ~Copyable>(_ body: () throws(LedgerError) -> Result) throws(Obstacle) -> Result {
    do throws(LedgerError) { return try body() } catch { throw .ledger(error) }
}

/// Asks the ledger for what it may refuse.
func permitted<Value: ~Copyable>(_ ask: () throws(LedgerError) -> Verdict<Value>) throws(Obstacle) -> Value {
    switch try recording(ask) {
    case .granted(let value): return value
    case .refused(let refusal): throw .refused(refusal)
    case .held: throw .held
    }
}

internal import LedgerClient
internal import Policy
internal import Store

/// What stands in the way of a piece of work that asks the store and the ledger in turn.
enum Obstacle: Error {
    case store(StoreError)
    case ledger(LedgerError)
    /// The ledger's no, which is in the trail already.
    case refused(Refusal)
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
    }
}

internal import Policy
internal import Restic

/// What was stored a moment ago. Another session may have measured the free space just before that, so until its
/// measure is surely newer it counts as still to come.
struct Blur {
    private struct Stored {
        let row: UInt64
        let storage: Name
        let cost: ByteCount
        let until: Int64
    }

    private var recent: [Stored] = []

    /// Remembers an object that its row allowed at `now`, in milliseconds of the monotonic clock.
    mutating func add(row: UInt64, storage: Name, cost: ByteCount, now: Int64) {
        forget(now)
        recent.append(Stored(row: row, storage: storage, cost: cost, until: now + LedgerLimits.blur))
    }

    /// What a measure may miss that was taken when the gate knew of no row above `seen`.
    mutating func missing(in storage: Name, after seen: UInt64, now: Int64) -> (cost: ByteCount, objects: UInt64) {
        forget(now)
        return recent.filter { $0.row > seen && $0.storage == storage }
            .reduce((ByteCount.zero, 0)) { ($0.0 + $1.cost, $0.1 + 1) }
    }

    private mutating func forget(_ now: Int64) {
        guard let first = recent.first, first.until <= now else { return }
        recent.removeAll { $0.until <= now }
    }
}

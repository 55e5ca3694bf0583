internal import Policy
internal import Restic

/// What was stored a moment ago. Another session may have measured the free space just before that, so until its
/// measure is surely newer it counts as still to come.
///
/// It is part of a value that each batch copies, and is asked for each object: what came within ``LedgerLimits/slice`` is
/// one sum, so that thousands of rows a second are a few hundred sums.
struct Blur {
    /// What was stored within a moment.
    private struct Slice {
        let since: Int64
        var until: Int64
        /// The last of its rows: who knows of no row so high may have missed any of them.
        var last: UInt64
        var cost: ByteCount
        var objects: UInt64
    }

    private var recent: [Name: [Slice]] = [:]

    /// Remembers an object that its row allowed at `now`, in milliseconds of the monotonic clock.
    mutating func add(row: UInt64, storage: Name, cost: ByteCount, now: Int64) {
        forget(storage, now)
        let until = now + LedgerLimits.blur
        var slices = recent.removeValue(forKey: storage) ?? []
        if let end = slices.indices.last, now - slices[end].since < LedgerLimits.slice {
            (slices[end].until, slices[end].last) = (until, row)
            slices[end].cost = slices[end].cost + cost
            slices[end].objects += 1
        } else {
            slices.append(Slice(since: now, until: until, last: row, cost: cost, objects: 1))
        }
        recent[storage] = slices
    }

    /// What a measure may miss that was taken when the gate knew of no row above `seen`.
    mutating func missing(in storage: Name, after seen: UInt64, now: Int64) -> (cost: ByteCount, objects: UInt64) {
        forget(storage, now)
        var missing = (cost: ByteCount.zero, objects: UInt64(0))
        for slice in recent[storage] ?? [] where slice.last > seen {
            missing = (missing.cost + slice.cost, missing.objects + slice.objects)
        }
        return missing
    }

    private mutating func forget(_ storage: Name, _ now: Int64) {
        guard let first = recent[storage]?.first, first.until <= now else { return }
        recent[storage]?.removeAll { $0.until <= now }
    }
}

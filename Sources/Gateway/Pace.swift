internal import Linux

/// How fast a body comes. Time in which the disk, the ledger or maintenance had it is not the client's.
struct Pace {
    private var lastByte: Instant
    private var spanStart: Instant
    private var spanBytes = 0
    private var workStart: Instant?

    /// A body that begins now.
    init(now: Instant = .now) { (lastByte, spanStart) = (now, now) }

    /// Some bytes came.
    mutating func came(_ count: Int, now: Instant = .now) {
        lastByte = now
        spanBytes += count
    }

    /// A worker has the body, or maintenance holds it up.
    mutating func workBegan(now: Instant = .now) { workStart = workStart ?? now }

    /// It is the client's turn again.
    mutating func workEnded(now: Instant = .now) {
        if let workStart { spanStart = spanStart + (now - workStart) }
        (lastByte, workStart) = (now, nil)
    }

    /// Whether nothing came for too long, or too little in a whole span.
    mutating func isTooSlow(now: Instant, _ limits: TimeLimits) -> Bool {
        if now - lastByte > limits.stall { return true }
        guard now - spanStart > limits.stall else { return false }
        defer { (spanStart, spanBytes) = (now, 0) }
        return spanBytes < limits.least
    }
}

/// How fast a body comes. Time in which the disk or the ledger had it is not the client's.
struct Pace {
    private var lastByte = ContinuousClock.now
    private var spanStart = ContinuousClock.now
    private var spanBytes = 0
    private var workStart: ContinuousClock.Instant?

    /// Some bytes came.
    mutating func came(_ count: Int) {
        lastByte = .now
        spanBytes += count
    }

    /// A worker has the body.
    mutating func workBegan() { workStart = .now }

    /// It is the client's turn again.
    mutating func workEnded() {
        let now = ContinuousClock.now
        if let workStart { spanStart += now - workStart }
        (lastByte, workStart) = (now, nil)
    }

    /// Whether nothing came for too long, or too little in a whole span.
    mutating func isTooSlow(now: ContinuousClock.Instant, _ limits: TimeLimits) -> Bool {
        if now - lastByte > limits.stall { return true }
        guard now - spanStart > limits.stall else { return false }
        defer { (spanStart, spanBytes) = (now, 0) }
        return spanBytes < limits.least
    }
}

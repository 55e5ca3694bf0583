internal import Linux

/// A request that waits until maintenance of its repository has ended.
struct Hold {
    private let since = Instant.now
    private var asked = Instant.now

    /// Whether it is time to ask again. Once a second is enough for who waits for minutes.
    mutating func isDue(now: Instant) -> Bool {
        guard now - asked >= .seconds(1) else { return false }
        asked = now
        return true
    }

    /// Whether it has waited for as long as a client can be made to.
    func isOver(now: Instant, after limit: Duration) -> Bool { now - since >= limit }
}

internal import Glibc

/// A moment of the monotonic clock. Swift's `ContinuousClock` would bring the runtime of its concurrency, and with it
/// a megabyte and half a millisecond, into a program that has no use for them.
public struct Instant: Hashable, Comparable, Sendable {
    private let nanoseconds: Int64

    /// This moment. Source: clock_gettime(2), CLOCK_MONOTONIC.
    public static var now: Instant {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Instant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }

    /// Which of the two came first.
    public static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// So much later; what lies beyond all clocks is one moment.
    public static func + (left: Self, right: Duration) -> Self {
        let (seconds, attoseconds) = right.components
        let (whole, isHuge) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let (sum, isLate) = left.nanoseconds.addingReportingOverflow(whole)
        return Instant(nanoseconds: isHuge || isLate ? .max / 2 : min(sum, .max / 2) + attoseconds / 1_000_000_000)
    }

    /// How much later `left` is.
    public static func - (left: Self, right: Self) -> Duration { .nanoseconds(left.nanoseconds - right.nanoseconds) }
}

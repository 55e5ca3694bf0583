internal import Glibc

/// A moment of the monotonic clock.
public struct Deadline: Sendable {
    /// Nanoseconds of CLOCK_MONOTONIC.
    public let nanoseconds: Int64

    /// So long from now.
    public init(in duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        let wait = overflow ? Int64.max / 2 : whole + attoseconds / 1_000_000_000
        nanoseconds = Self.now + min(max(wait, 0), Int64.max / 2)
    }

    /// For poll(2), rounded up; 0 once it has passed.
    public var milliseconds: Int32 {
        let left = nanoseconds - Self.now
        return left <= 0 ? 0 : Int32(clamping: (left + 999_999) / 1_000_000)
    }

    /// For pthread_cond_timedwait(3).
    var time: timespec {
        timespec(tv_sec: time_t(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }

    private static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

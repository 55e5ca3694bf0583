internal import Glibc

/// The time of day, as files are stamped with it. It may be set, and jump.
public enum WallClock {
    /// Nanoseconds since 1970-01-01 UTC. Source: clock_gettime(2), CLOCK_REALTIME.
    public static var nanoseconds: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// Milliseconds since 1970-01-01 UTC.
    public static var milliseconds: Int64 { nanoseconds / 1_000_000 }
}

internal import CLinux
internal import Glibc

/// Lets a thread wake a poll(2) loop. Source: eventfd(2).
public final class Wakeup: Sendable {
    private let event: Descriptor

    /// Makes the event.
    ///
    /// - Throws: the `errno` of eventfd(2).
    public init() throws(SystemCallError) {
        event = Descriptor(owning: try retrying("eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) })
    }

    /// The number to poll for `POLLIN`.
    public var descriptor: Int32 { event.raw }

    /// Makes the descriptor readable. It is tried until it is: a wakeup that is lost would leave the loop asleep. On
    /// overflow the descriptor is readable anyway.
    public func signal() {
        var one: UInt64 = 1
        while unsafe write(event.raw, &one, 8) < 0 && errno != EAGAIN {}
    }

    /// Makes the descriptor unreadable again.
    public func clear() {
        var count: UInt64 = 0
        _ = unsafe read(event.raw, &count, 8)
    }
}

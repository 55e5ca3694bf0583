internal import Glibc

/// A value behind a lock, whose changes other threads can wait for.
///
/// Source: pthread_mutex_lock(3), pthread_cond_timedwait(3). Safe to share: the value is touched under the lock only.
@safe
public final class Monitor<Value>: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let change = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    /// Guards `value` from here on.
    public init(_ value: Value) {
        self.value = value
        var monotonic = pthread_condattr_t()
        unsafe pthread_condattr_init(&monotonic)
        unsafe pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC)
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(change, &monotonic)
        unsafe pthread_condattr_destroy(&monotonic)
    }

    deinit {
        unsafe pthread_cond_destroy(change)
        unsafe pthread_mutex_destroy(lock)
        unsafe change.deallocate()
        unsafe lock.deallocate()
    }

    /// Reads or changes the value; whoever waits looks again after a change.
    public func change<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer {
            unsafe pthread_cond_broadcast(change)
            unsafe pthread_mutex_unlock(lock)
        }
        return body(&value)
    }

    /// Changes the value in a way that one of those who wait can use, whichever it is: the others sleep on.
    public func changeForOne<Result>(_ body: (inout Value) -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer {
            unsafe pthread_mutex_unlock(lock)
            unsafe pthread_cond_signal(change)
        }
        return body(&value)
    }

    /// Waits until `look` finds something, or gives `nil` at the deadline. `look` may change the value: the one that
    /// finds takes.
    public func wait<Found>(until deadline: Deadline, for look: (inout Value) -> Found?) -> Found? {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while true {
            if let found = look(&value) { return found }
            var time = deadline.time
            if unsafe pthread_cond_timedwait(change, lock, &time) == ETIMEDOUT { return look(&value) }
        }
    }

    /// Waits until `look` finds something, for ever.
    public func wait<Found>(for look: (inout Value) -> Found?) -> Found {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while true {
            if let found = look(&value) { return found }
            unsafe pthread_cond_wait(change, lock)
        }
    }
}

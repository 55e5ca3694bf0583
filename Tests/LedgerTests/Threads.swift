import Glibc

/// A thread that runs a closure and can be waited for.
final class Thread {
    private var handle = pthread_t()
    private var isJoined = false

    private final class Work {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    init(_ body: @escaping @Sendable () -> Void) {
        let work = unsafe Unmanaged.passRetained(Work(body)).toOpaque()
        unsafe pthread_create(
            &handle, nil,
            { work in
                if let work = unsafe work { unsafe Unmanaged<Work>.fromOpaque(work).takeRetainedValue().body() }
                return nil
            }, work)
    }

    deinit {
        if !isJoined { pthread_detach(handle) }
    }

    func join() {
        pthread_join(handle, nil)
        isJoined = true
    }
}

/// Runs a closure in so many threads at once, each with its number, and waits for all.
func inParallel(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    let threads = (0..<count).map { number in Thread { body(number) } }
    for thread in threads { thread.join() }
}

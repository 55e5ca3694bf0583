internal import Glibc

/// A thread of the system, for work that blocks. Source: pthread_create(3).
public enum Worker {
    /// Bytes of stack: our deepest call needs a tenth of it.
    private static let stack = 512 * 1024

    /// Starts a thread that runs `body` and ends with it.
    ///
    /// - Throws: the error number of pthread_create(3), for example `EAGAIN` where the machine has no more threads.
    public static func start(_ body: @escaping @Sendable () -> Void) throws(SystemCallError) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stack)
        unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        let box = unsafe Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let result = unsafe pthread_create(
            &thread, &attributes,
            { argument in
                guard let argument = unsafe argument else { return nil }
                unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
                return nil
            }, box.toOpaque())
        if result != 0 {
            unsafe box.release()
            throw SystemCallError("pthread_create", result)
        }
    }

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
}

internal import Glibc

/// Time that goes by between two looks.
enum Pause {
    /// Waits until the time is over, or somebody ends the program in an orderly way (Ctrl-C).
    ///
    /// - Parameter milliseconds: how long.
    /// - Returns: whether to go on.
    static func wait(_ milliseconds: Int64) -> Bool {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGINT)
        unsafe sigaddset(&signals, SIGTERM)
        // From the first look on they only end the program here, between two looks.
        unsafe sigprocmask(SIG_BLOCK, &signals, nil)
        var time = timespec()
        time.tv_sec = Int(milliseconds / 1000)
        time.tv_nsec = Int(milliseconds % 1000) * 1_000_000
        return unsafe sigtimedwait(&signals, nil, &time) < 0
    }
}

internal import Glibc

/// Writing to a program that is gone.
enum BrokenPipe {
    /// Makes it an error and not the end of this process.
    static func becomesAnError() {
        _ = done
    }

    private static let done: Void = { _ = signal(SIGPIPE, SIG_IGN) }()
}

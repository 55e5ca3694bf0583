public import Glibc

/// A program that was started, and that is waited for. Killed when nobody holds it any more.
public final class Child {
    /// Its number.
    public let pid: pid_t
    private var end: End?

    /// How a program ended.
    public enum End: Hashable, Sendable {
        /// By itself, with this status.
        case exited(Int32)
        /// By this signal.
        case killed(Int32)
    }

    /// Starts a program. Of our descriptors it gets those that are named, under their new numbers, and no other.
    ///
    /// - Parameters:
    ///   - path: the program.
    ///   - arguments: what follows its name.
    ///   - environment: all of its variables, as `NAME=VALUE`.
    ///   - descriptors: its number, and ours. Where 0 is not among them, it reads nothing.
    /// - Throws: what posix_spawn(3) returned, or the `errno` of fcntl(2).
    public init(
        _ path: String, _ arguments: [String], environment: [String], descriptors: [(Int32, Int32)]
    ) throws(SystemCallError) {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        // None of ours may be overwritten before it is its turn.
        var moved: [Child.Moved] = []
        for (number, ours) in descriptors { moved.append(try Moved(number, ours)) }
        if !descriptors.contains(where: { $0.0 == 0 }) {
            unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        for one in moved { unsafe posix_spawn_file_actions_adddup2(&actions, one.descriptor.raw, one.number) }
        Self.resetSignals(&attributes)
        var child = pid_t()
        let code = unsafe Self.withStrings([path] + arguments) { argv in
            unsafe Self.withStrings(environment) { envp in
                unsafe posix_spawn(&child, path, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw SystemCallError("posix_spawn", code) }
        pid = child
    }

    deinit {
        guard end == nil else { return }
        kill(pid, SIGKILL)
        _ = waitpid(pid, nil, 0)
    }

    /// Sends it a signal, unless it has been waited for.
    public func signal(_ number: Int32) {
        if end == nil { kill(pid, number) }
    }

    /// Waits until it has ended.
    ///
    /// - Throws: the `errno` of waitpid(2).
    public func wait() throws(SystemCallError) -> End {
        if let end { return end }
        var word: Int32 = 0
        try retrying("waitpid") { unsafe waitpid(pid, &word, 0) }
        // Source: wait(2), WIFEXITED and its like, which are macros.
        let ended: End = word & 0x7f == 0 ? .exited((word >> 8) & 0xff) : .killed(word & 0x7f)
        end = ended
        return ended
    }

    private final class Moved {
        let number: Int32
        let descriptor: Descriptor

        init(_ number: Int32, _ ours: Int32) throws(SystemCallError) {
            self.number = number
            descriptor = Descriptor(owning: try retrying("fcntl") { fcntl(ours, F_DUPFD_CLOEXEC, 32) })
        }
    }

    /// What we ignore or block, the program shall not.
    private static func resetSignals(_ attributes: inout posix_spawnattr_t) {
        var (all, none) = (sigset_t(), sigset_t())
        unsafe sigemptyset(&none)
        unsafe sigemptyset(&all)
        for number in [SIGPIPE, SIGINT, SIGTERM, SIGHUP] { unsafe sigaddset(&all, number) }
        unsafe posix_spawnattr_setsigdefault(&attributes, &all)
        unsafe posix_spawnattr_setsigmask(&attributes, &none)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }
}

public import Glibc
public import Linux

/// A program that runs, with three descriptors of ours as its standard input, output and error.
public final class Program {
    /// Its number.
    public let pid: pid_t
    /// How it ended; `nil` as far as ``check()`` has seen.
    public private(set) var status: ExitStatus?
    /// The processor time, user and system, that it took, with that of the programs that it waited for; `nil` until it
    /// has ended. Source: getrusage(2).
    public private(set) var processorTime: Duration?

    private let leadsGroup: Bool

    /// Starts it. Of our descriptors it gets these three and no other that is close-on-exec.
    ///
    /// - Parameters:
    ///   - path: its path, or its name in the search path.
    ///   - arguments: what follows it.
    ///   - environment: all of its variables.
    ///   - input: its standard input.
    ///   - output: its standard output.
    ///   - error: its standard error.
    ///   - leadsGroup: whether it and all that it starts are a group of their own, and end together with this value.
    /// - Throws: what posix_spawnp(3) returned.
    public init(
        _ path: String, arguments: [String], environment: [String: String],
        input: borrowing Descriptor, output: borrowing Descriptor, error: borrowing Descriptor,
        leadsGroup: Bool = false
    ) throws(SystemCallError) {
        self.leadsGroup = leadsGroup
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawn_file_actions_adddup2(&actions, input.raw, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.raw, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, error.raw, 2)
        Self.restoreBrokenPipeSignal(&attributes, alsoFlags: leadsGroup ? POSIX_SPAWN_SETPGROUP : 0)
        let variables = environment.map { "\($0.key)=\($0.value)" }.sorted()
        var pid = pid_t()
        let code = unsafe Self.withStrings([path] + arguments) { argv in
            unsafe Self.withStrings(variables) { envp in
                unsafe posix_spawnp(&pid, path, &actions, &attributes, argv, envp)
            }
        }
        guard code == 0 else { throw SystemCallError("posix_spawnp", code) }
        self.pid = pid
    }

    deinit {
        guard status == nil else { return }
        kill(leadsGroup ? -pid : pid, SIGKILL)
        _ = waitpid(pid, nil, 0)
    }

    /// We ignore SIGPIPE; the program shall not inherit that.
    private static func restoreBrokenPipeSignal(_ attributes: inout posix_spawnattr_t, alsoFlags: Int32) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(Int32(POSIX_SPAWN_SETSIGDEF) | alsoFlags))
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }

    /// Looks whether it has ended.
    public func check() {
        guard status == nil else { return }
        var word: Int32 = 0
        var usage = rusage()
        guard unsafe wait4(pid, &word, WNOHANG, &usage) == pid else { return }
        status = ExitStatus(word: word)
        processorTime = [usage.ru_utime, usage.ru_stime].reduce(.zero) {
            $0 + .seconds($1.tv_sec) + .microseconds($1.tv_usec)
        }
    }

    /// Sends it a signal, if it still runs.
    public func signal(_ number: Int32) {
        check()
        if status == nil { kill(pid, number) }
    }
}

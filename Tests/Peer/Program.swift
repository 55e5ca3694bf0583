internal import Glibc
internal import Linux

/// A program that runs, with three pipes of ours as its standard input, output and error.
final class Program {
    let pid: pid_t
    private(set) var status: ExitStatus?

    /// Starts it. Of our descriptors it gets these three and no other that is close-on-exec.
    ///
    /// - Throws: what posix_spawnp(3) returned.
    init(
        _ path: String, arguments: [String], environment: [String: String],
        input: borrowing Descriptor, output: borrowing Descriptor, error: borrowing Descriptor
    ) throws(SystemCallError) {
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
        Self.restoreBrokenPipeSignal(&attributes)
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
        kill(pid, SIGKILL)
        _ = waitpid(pid, nil, 0)
    }

    /// We ignore SIGPIPE; the program shall not inherit that.
    private static func restoreBrokenPipeSignal(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        unsafe sigaddset(&signals, SIGPIPE)
        unsafe posix_spawnattr_setsigdefault(&attributes, &signals)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }

    /// Looks whether it has ended.
    func check() {
        guard status == nil else { return }
        var word: Int32 = 0
        if unsafe waitpid(pid, &word, WNOHANG) == pid { status = ExitStatus(word: word) }
    }

    /// Sends it a signal, if it still runs.
    func signal(_ number: Int32) {
        check()
        if status == nil { kill(pid, number) }
    }
}

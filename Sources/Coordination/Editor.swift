internal import Glibc

/// The person's editor: `VISUAL`, else `EDITOR`, else Debian's `editor`, else `vi`, as sensible-editor(1) chooses.
enum Editor {
    /// Opens a file and waits until the editor has ended.
    ///
    /// - Parameter path: the file.
    /// - Returns: its exit status, 128 and more where a signal ended it; `nil` where it could not be started.
    static func open(_ path: String) -> Int32? {
        // The variable is a command line, quotes and all; the path is an argument of its own.
        let script = #"eval "${VISUAL:-${EDITOR:-$(command -v editor || echo vi)}} \"\$1\"""#
        let words = ["sh", "-c", script, "sh", path]
        let arguments = unsafe words.map { word in unsafe strdup(word) } + [nil]
        defer { unsafe arguments.forEach { unsafe free($0) } }
        // Ctrl-C in the editor is the editor's.
        let interrupt = signal(SIGINT, SIG_IGN)
        let quit = signal(SIGQUIT, SIG_IGN)
        defer {
            _ = signal(SIGINT, interrupt)
            _ = signal(SIGQUIT, quit)
        }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        var normal = sigset_t()
        unsafe sigemptyset(&normal)
        unsafe sigaddset(&normal, SIGINT)
        unsafe sigaddset(&normal, SIGQUIT)
        unsafe posix_spawnattr_setsigdefault(&attributes, &normal)
        unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF))
        var pid = pid_t()
        guard unsafe posix_spawn(&pid, "/bin/sh", nil, &attributes, arguments, environ) == 0 else { return nil }
        var status: Int32 = 0
        while unsafe waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else { return nil }
        }
        return status & 0x7f == 0 ? (status >> 8) & 0xff : 128 + (status & 0x7f)
    }
}

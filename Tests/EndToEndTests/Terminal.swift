import Glibc
import Linux

/// A terminal at which a program is started, so that it can be asked for what it must not show.
final class Terminal {
    private let master: Descriptor
    private let pid: pid_t
    /// All that the terminal has shown.
    private(set) var shown = ""

    /// Starts a program whose controlling terminal this is. Source: pty(7), setsid(2), tty_ioctl(4).
    init(_ program: String, _ arguments: [String]) throws {
        master = try Descriptor.at("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (unlocked, number) = (Int32(0), Int32(0))
        _ = unsafe ioctl(master.raw, 0x4004_5431 /* TIOCSPTLCK */, &unlocked)
        _ = unsafe ioctl(master.raw, 0x8004_5430 /* TIOCGPTN */, &number)
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        unsafe posix_spawnattr_setflags(&attributes, 0x80 /* POSIX_SPAWN_SETSID, GNU's own */)
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/pts/\(number)", O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) } + [nil]
        defer { unsafe words.forEach { unsafe free($0) } }
        var child = pid_t()
        let code = unsafe posix_spawn(&child, program, &actions, &attributes, &words, environ)
        guard code == 0 else { throw SystemCallError("posix_spawn", code) }
        pid = child
    }

    deinit {
        kill(pid, SIGKILL)
        _ = waitpid(pid, nil, 0)
    }

    /// Waits until the terminal shows `text`; `false` where it never will.
    func waits(for text: String) -> Bool {
        while !shown.contains(text) {
            guard readMore() else { return false }
        }
        return true
    }

    /// Types.
    func type(_ text: String) throws { try master.write(all: text.utf8) }

    /// The program's exit status, once it has ended.
    func end() -> Int32 {
        while readMore() {}
        var word: Int32 = 0
        while unsafe waitpid(pid, &word, 0) < 0, errno == EINTR {}
        return word & 0x7f == 0 ? (word >> 8) & 0xff : -1
    }

    private func readMore() -> Bool {
        var watched = pollfd(fd: master.raw, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&watched, 1, 60_000) > 0 else { return false }
        var chunk = [UInt8](repeating: 0, count: 4096)
        let count = unsafe read(master.raw, &chunk, chunk.count)
        guard count > 0 else { return false }
        shown += String(decoding: chunk[..<count], as: UTF8.self)
        return true
    }
}

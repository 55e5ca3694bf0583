internal import Glibc
internal import Linux

/// A program of the system that was run to its end, for what it says.
struct ToolRun {
    /// Bytes of output that are kept.
    private static let longest = 1 << 20
    /// How long it may take.
    private static let patience = Duration.seconds(30)
    /// Where programs are when the environment does not say.
    private static let standardPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// Its exit status; `nil` where it was killed, by us if it took too long.
    let status: Int32?
    /// What it wrote, errors too, by lines.
    let lines: [String]

    /// Where a program is in the search path, and where daemons are.
    static func find(_ name: String) -> String? {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? standardPath
        return (path.split(separator: ":") + ["/usr/sbin", "/sbin"]).map { "\($0)/\(name)" }
            .first { unsafe access($0, X_OK) == 0 }
    }

    /// Runs it, with nothing to read and an environment that has only the search path.
    ///
    /// - Throws: ``SystemCallError`` where it cannot be started.
    init(_ program: String, _ arguments: [String]) throws(SystemCallError) {
        let pipe = try Pipe()
        let child = try Self.start(program, arguments, output: pipe.writing)
        let reading = pipe.intoReading()
        let bytes = try Self.read(reading, until: Deadline(in: Self.patience))
        if bytes == nil { kill(child, SIGKILL) }
        var word: Int32 = 0
        try retrying("waitpid") { unsafe waitpid(child, &word, 0) }
        status = word & 0x7f == 0 ? (word >> 8) & 0xff : nil
        lines = String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map { String($0) }
    }

    private static func start(
        _ program: String, _ arguments: [String], output: borrowing Descriptor
    ) throws(SystemCallError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.raw, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, output.raw, 2)
        var words: [UnsafeMutablePointer<CChar>?] = unsafe ([program] + arguments).map { unsafe strdup($0) }
        let variables: [String] = ["PATH=\(standardPath)", "LC_ALL=C.UTF-8"]
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe variables.map { unsafe strdup($0) }
        defer { unsafe (words + environment).forEach { unsafe free($0) } }
        unsafe words.append(nil)
        unsafe environment.append(nil)
        var child = pid_t()
        let code = unsafe posix_spawn(&child, program, &actions, nil, words, environment)
        guard code == 0 else { throw SystemCallError("posix_spawn", code) }
        return child
    }

    /// All that comes until nobody writes any more; `nil` where that takes too long.
    private static func read(
        _ output: borrowing Descriptor, until deadline: Deadline
    ) throws(SystemCallError) -> [UInt8]? {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            var watched = pollfd(fd: output.raw, events: Int16(POLLIN), revents: 0)
            guard try retrying("poll", { unsafe poll(&watched, 1, deadline.milliseconds) }) > 0 else { return nil }
            let count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                try unsafe output.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { return bytes }
            bytes += chunk[..<min(count, longest - bytes.count)]
        }
    }
}

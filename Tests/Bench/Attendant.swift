internal import Glibc
internal import Linux
internal import Peer

/// Runs a program in our place, and writes down what it took of the processors: for servers that others start.
enum Attendant {
    static func run(report: String, _ words: [String]) throws -> Int32 {
        let inherited = try [Int32(0), 1, 2].map { number in
            try retrying("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 3) }
        }
        var environment: [String: String] = [:]
        for name in ["PATH", "HOME", "RCLONE_CONFIG", "SSH_ORIGINAL_COMMAND", "SSH_CONNECTION"] {
            if let value = unsafe getenv(name) { environment[name] = unsafe String(cString: value) }
        }
        let program = try Program(
            words[0], arguments: Array(words.dropFirst()), environment: environment,
            input: Descriptor(owning: inherited[0]), output: Descriptor(owning: inherited[1]),
            error: Descriptor(owning: inherited[2]))
        for number in 0..<3 { close(Int32(number)) }
        while program.status == nil {
            usleep(2000)
            program.check()
        }
        let seconds = program.processorTime?.inSeconds ?? .nan
        try AtomicFile.write(Array("\(seconds)\n".utf8), to: report, mode: 0o600)
        guard case .exited(let status) = program.status else { return 1 }
        return status
    }

    /// The path of this program. Source: proc(5), `/proc/[pid]/exe`.
    static func ownPath() throws -> String {
        guard let path = Tool.firstLine(["readlink", "/proc/\(getpid())/exe"]) else { throw Trouble("no /proc") }
        return path
    }

    /// Reads what ``run(report:_:)`` has written, or will have in a moment: restic does not wait for its server.
    static func seconds(_ report: String) throws -> Double {
        for _ in 0..<2000 {
            if let text = try? Tool.text(of: report), let value = Double(text.filter { $0 != "\n" }) {
                _ = unsafe unlink(report)
                return value
            }
            usleep(5000)
        }
        throw Trouble("the server that restic started does not end")
    }
}

internal import Glibc
internal import Linux
internal import Peer

/// A program to run, with its output in files: nothing has to be drained while it runs.
struct Command {
    let program: String
    let arguments: [String]
    let environment: [String: String]
    /// A file for what it reads; nothing if `nil`.
    var input: String?
    /// Where its output goes: this name, with `.out` and `.err`.
    let record: String

    /// Starts it, as the leader of a group of its own.
    func start() throws -> sending Program {
        let input = try Descriptor.at(self.input ?? "/dev/null", O_RDONLY)
        let output = try Self.file(record + ".out")
        let error = try Self.file(record + ".err")
        return try Program(
            program, arguments: arguments, environment: environment, input: input, output: output, error: error,
            leadsGroup: true)
    }

    /// Runs it to its end, without holding a thread meanwhile; kills it and all that it started at the deadline.
    func run(patience: Duration) async throws -> Run {
        let running = try start()
        let deadline = ContinuousClock.now + patience
        while running.status == nil {
            running.check()
            guard running.status == nil else { break }
            guard ContinuousClock.now < deadline else {
                throw TrialError.tooLong(command: words, output: text(".out"), error: text(".err"))
            }
            try await Task.sleep(for: .milliseconds(10))
        }
        return Run(
            command: words, status: running.status ?? .exited(-1), output: text(".out"), error: text(".err"))
    }

    private var words: String { ([program] + arguments).joined(separator: " ") }

    private func text(_ end: String) -> String { Self.text(record + end) }

    /// What a file holds; at most 64 MiB of it.
    static func text(_ path: String) -> String {
        guard let file = try? Descriptor.at(path, O_RDONLY), let bytes = try? file.readAll(limit: 64 << 20) else {
            return ""
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func file(_ path: String) throws -> Descriptor {
        try Descriptor.at(path, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
    }
}

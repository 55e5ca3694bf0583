internal import Glibc
internal import Linux
internal import Peer

/// A program that runs to its end.
enum Tool {
    /// What it cost.
    struct Cost {
        /// By the clock, in seconds.
        let elapsed: Double
        /// Of the processors, user and system, in seconds, with all programs that it waited for.
        let processor: Double
    }

    /// What programs of the system are given: nothing of the caller's settings.
    static let environment = ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root"]

    /// Where a file is, from the root on; as it was given where there is none.
    static func absolutePath(_ path: String) -> String {
        guard let found = unsafe realpath(path, nil) else { return path }
        defer { unsafe free(found) }
        return unsafe String(cString: found)
    }

    /// Runs it, and waits for its success.
    ///
    /// - Parameters:
    ///   - words: its name or path, and its arguments.
    ///   - variables: added to the environment.
    ///   - input: its standard input; nothing where it is nil.
    ///   - output: the file that its output goes to.
    ///   - patience: after so long it is killed.
    /// - Returns: what it cost.
    /// - Throws: ``Trouble`` where it failed, with what it said.
    @discardableResult
    static func run(
        _ words: [String], _ variables: [String: String] = [:], input: String = "/dev/null",
        output: String = "/dev/null", patience: Duration = .seconds(600)
    ) throws -> Cost {
        let from = try Descriptor.at(input, O_RDONLY)
        let to = try Descriptor.at(output, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
        let log = "/tmp/bench-\(getpid()).log"
        let errors = try Descriptor.at(log, O_WRONLY | O_CREAT | O_TRUNC, mode: 0o600)
        defer { _ = unsafe unlink(log) }
        let start = ContinuousClock.now
        let program = try Program(
            words[0], arguments: Array(words.dropFirst()), environment: environment.merging(variables) { $1 },
            input: from, output: to, error: errors, leadsGroup: true)
        while program.status == nil {
            usleep(500)
            program.check()
            if ContinuousClock.now - start > patience { throw Trouble("\(words[0]) does not end") }
        }
        let elapsed = (ContinuousClock.now - start).inSeconds
        guard program.status == .exited(0) else {
            let said = String(decoding: try Descriptor.at(log, O_RDONLY).readAll(limit: 1 << 20), as: UTF8.self)
            throw Trouble("\(words.joined(separator: " ")) failed: \(said.suffix(600))")
        }
        return Cost(elapsed: elapsed, processor: program.processorTime?.inSeconds ?? .nan)
    }

    /// The first line that a program says.
    static func firstLine(_ words: [String]) -> String? {
        let file = "/tmp/bench-\(getpid()).out"
        defer { _ = unsafe unlink(file) }
        guard (try? run(words, output: file, patience: .seconds(20))) != nil else { return nil }
        return (try? text(of: file))?.split(separator: "\n").first.map { String($0) }
    }

    /// All of a small file.
    static func text(of path: String) throws -> String {
        String(decoding: try Descriptor.at(path, O_RDONLY).readAll(limit: 4 << 20), as: UTF8.self)
    }

    /// Writes a small file.
    static func write(_ text: String, to path: String, mode: UInt32 = 0o644) throws {
        try Descriptor.at(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode).write(all: text.utf8)
    }

    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/\(part)"
            if unsafe mkdir(made, 0o755) != 0, errno != EEXIST { throw Trouble("\(made) cannot be made") }
        }
    }

    /// Removes a folder with all that is in it.
    static func remove(_ path: String) throws { try run(["rm", "-rf", path]) }
}

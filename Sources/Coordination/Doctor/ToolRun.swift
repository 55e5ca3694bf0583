internal import Glibc
internal import Linux
internal import Maintenance

/// A program of the system that was run to its end, for what it says.
struct ToolRun {
    /// Bytes of output that are kept.
    private static let longest = 1 << 20
    /// How long it may take.
    private static let patience = Duration.seconds(30)
    /// Its exit status; `nil` where it was killed, by us if it took too long.
    let status: Int32?
    /// What it wrote, errors too, by lines.
    let lines: [String]

    /// Where a program is: nothing of the admin's environment counts, here as in maintenance.
    static func find(_ name: String) -> String? {
        Workplace.searchPath.split(separator: ":").map { "\($0)/\(name)" }.first { unsafe access($0, X_OK) == 0 }
    }

    /// Runs it, with nothing to read and an environment that has only the search path.
    ///
    /// - Throws: ``SystemCallError`` where it cannot be started.
    init(_ program: String, _ arguments: [String]) throws(SystemCallError) {
        let pipe = try Pipe()
        let child = try Child(
            program, arguments, environment: ["PATH=\(Workplace.searchPath)", "LC_ALL=C.UTF-8"],
            descriptors: [(1, pipe.writing.raw), (2, pipe.writing.raw)])
        let bytes = try Self.read(pipe.intoReading(), until: Deadline(in: Self.patience))
        if bytes == nil { child.signal(SIGKILL) }
        status =
            switch try child.wait() {
            case .exited(let status): status
            case .killed: nil
            }
        lines = String(decoding: bytes ?? [], as: UTF8.self).split(separator: "\n").map { String($0) }
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

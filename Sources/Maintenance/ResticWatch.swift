internal import Glibc
internal import LedgerWire
internal import Linux

/// Looks after restic and its gate until both are done.
struct ResticWatch: ~Copyable {
    /// Bytes of output that are kept: `snapshots --json` of a large repository has some MiB.
    private static let longest = 256 << 20

    /// How long a gate may take after restic has ended.
    private static let farewell = Duration.seconds(60)

    private let child: Child
    private let gate: Child
    private let line: GateLine
    private let output: Descriptor
    private let errors: Descriptor
    private let wait: (Int64) -> Bool

    init(
        _ child: Child, _ gate: Child, _ line: GateLine, output: consuming Descriptor, errors: consuming Descriptor,
        wait: @escaping (Int64) -> Bool
    ) {
        self.child = child
        self.gate = gate
        self.line = line
        self.output = output
        self.errors = errors
        self.wait = wait
    }

    /// Runs to the end.
    consuming func run(_ progress: (SessionCounts) -> Void) throws(MaintenanceError) -> ResticResult {
        var (said, complained) = ([UInt8](), [UInt8]())
        var (saysMore, complainsMore) = (true, true)
        var heard = Heard()
        var isInterrupted = false
        while saysMore || complainsMore {
            var watched = [
                pollfd(fd: saysMore ? output.raw : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: complainsMore ? errors.raw : -1, events: Int16(POLLIN), revents: 0),
                pollfd(fd: line.isOver ? -1 : line.descriptor.raw, events: line.events, revents: 0),
            ]
            _ = unsafe poll(&watched, nfds_t(watched.count), 200)
            if watched[0].revents != 0 { saysMore = try Self.read(output, into: &said) }
            if watched[1].revents != 0 { complainsMore = try Self.read(errors, into: &complained) }
            try heard.take(line.exchange(), progress)
            if !isInterrupted, !wait(0) {
                isInterrupted = true
                child.signal(SIGINT)
            }
        }
        let end = try Self.end(of: child)
        // restic does not wait for the gate, which finishes what it was asked for and has a last word.
        let deadline = Deadline(in: Self.farewell)
        while true {
            try heard.take(line.exchange(), progress)
            if line.isOver { break }
            guard deadline.milliseconds > 0 else { throw .gate("it does not end") }
            var watched = pollfd(fd: line.descriptor.raw, events: line.events, revents: 0)
            _ = unsafe poll(&watched, 1, 200)
        }
        _ = try Self.end(of: gate)
        if isInterrupted { throw .interrupted }
        if let problem = heard.problem { throw .gate(problem) }
        return ResticResult(
            status: end, output: String(decoding: said, as: UTF8.self),
            errors: String(decoding: complained, as: UTF8.self), counts: heard.counts)
    }

    /// What the gate has said.
    private struct Heard {
        var counts = SessionCounts()
        var problem: String?

        mutating func take(_ reports: [GateReport], _ progress: (SessionCounts) -> Void) {
            for report in reports {
                switch report {
                case .progress(let now):
                    counts = now
                    progress(now)
                case .failed(let why): problem = why
                case .ready, .acted: break
                }
            }
        }
    }

    private static func end(of child: Child) throws(MaintenanceError) -> Int32 {
        do throws(SystemCallError) {
            return switch try child.wait() {
            case .exited(let status): status
            case .killed(let signal): 128 + signal
            }
        } catch {
            throw .system(error)
        }
    }

    /// - Returns: whether more may come.
    private static func read(
        _ pipe: borrowing Descriptor, into bytes: inout [UInt8]
    ) throws(MaintenanceError) -> Bool {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        do throws(SystemCallError) {
            let count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                try unsafe pipe.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            guard bytes.count + count <= longest else { throw SystemCallError("read", EFBIG) }
            bytes += chunk[..<count]
            return count > 0
        } catch {
            throw .system(error)
        }
    }
}

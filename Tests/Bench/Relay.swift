internal import Glibc
internal import Linux
internal import Peer

/// A wire that is long: each byte from our standard input reaches a program after a delay, and each of its bytes our
/// standard output.
enum Relay {
    static func run(_ delay: Duration, _ words: [String]) throws -> Int32 {
        signal(SIGPIPE, SIG_IGN)
        let ended = Monitor(0)
        let program = try start(words, delay, ended)
        // Either end hangs up, and the other is told after the delay.
        _ = ended.wait { $0 > 0 ? true : nil }
        let patience = Deadline(in: .seconds(5))
        while program.status == nil, patience.milliseconds > 0 {
            usleep(10_000)
            program.check()
        }
        return 0
    }

    private static func start(_ words: [String], _ delay: Duration, _ ended: Monitor<Int>) throws -> Program {
        let toProgram = try Pipe()
        let fromProgram = try Pipe()
        let program = try Program(
            words[0], arguments: Array(words.dropFirst()), environment: Tool.environment,
            input: toProgram.reading, output: fromProgram.writing, error: Descriptor(owning: dup(2)))
        try carry(from: Descriptor(owning: 0), to: toProgram.writing.duplicate(), delay, ended)
        try carry(from: fromProgram.reading.duplicate(), to: Descriptor(owning: 1), delay, ended)
        return program
    }

    private static func carry(
        from source: consuming Descriptor, to target: consuming Descriptor, _ delay: Duration, _ ended: Monitor<Int>
    ) throws {
        let lane = Lane(source, target, delay)
        try Worker.start {
            lane.run()
            ended.change { $0 += 1 }
        }
    }
}

/// One direction. It holds any amount, so that only those who speak decide how much is under way. Unchecked: its own
/// thread alone uses it.
private final class Lane: @unchecked Sendable {
    private let source: Descriptor
    private let target: Descriptor
    private let delay: Duration
    private var waiting: [(bytes: [UInt8], due: ContinuousClock.Instant)] = []
    private var first = 0
    private var hasEnded = false

    init(_ source: consuming Descriptor, _ target: consuming Descriptor, _ delay: Duration) {
        self.source = source
        self.target = target
        self.delay = delay
    }

    func run() {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while !hasEnded || first < waiting.count {
            if isReadable() {
                let count = unsafe buffer.withUnsafeMutableBytes { (try? unsafe source.read(into: $0)) ?? 0 }
                hasEnded = count == 0
                if count > 0 { waiting.append((Array(buffer[..<count]), .now + delay)) }
            }
            guard deliver() else { return }
        }
    }

    /// Waits until there is something to read, or until what waits is due.
    private func isReadable() -> Bool {
        let wait = first < waiting.count ? max(.zero, waiting[first].due - .now) : .seconds(60)
        var watched = pollfd(fd: hasEnded ? -1 : source.raw, events: Int16(POLLIN), revents: 0)
        return unsafe poll(&watched, 1, Int32(wait.inSeconds * 1000) + 1) > 0 && watched.revents != 0
    }

    /// Writes what is due; false where nobody reads it any more.
    private func deliver() -> Bool {
        while first < waiting.count, waiting[first].due <= .now {
            guard (try? target.write(all: waiting[first].bytes)) != nil else { return false }
            waiting[first].bytes = []
            first += 1
        }
        if first > 4096 {
            waiting.removeFirst(first)
            first = 0
        }
        return true
    }
}

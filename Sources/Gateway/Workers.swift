internal import HTTP2
internal import Linux

/// The threads for what blocks: the disk, the hash, the ledger. The loop hands them jobs and polls ``wakeup``.
final class Workers: Sendable {
    /// What a job came to, for the exchange of its stream.
    struct Completion: Sendable {
        let stream: StreamID
        let result: JobResult
    }

    /// As many uploads can hash and flush at once; most of the time most of them wait for the disk.
    static let count = 4

    /// Tells the loop that a job has ended.
    let wakeup: Wakeup

    private typealias Job = @Sendable () -> Completion
    private let jobs = Monitor<[Job]>([])
    private let completions = Monitor<[Completion]>([])

    /// Starts the threads. Only in a confined gate: they inherit what the kernel holds this thread to.
    init() throws(SystemCallError) {
        wakeup = try Wakeup()
        for _ in 0..<Self.count {
            try Worker.start { [self] in work() }
        }
    }

    /// Lets a worker run `job` for a stream.
    func run(_ stream: StreamID, _ job: @escaping @Sendable () -> JobResult) {
        jobs.change { $0.append { Completion(stream: stream, result: job()) } }
    }

    /// The completions since the last call.
    func take() -> [Completion] {
        wakeup.clear()
        return completions.change { completions in
            defer { completions = [] }
            return completions
        }
    }

    private func work() {
        while true {
            let job = jobs.wait { $0.isEmpty ? nil : $0.removeFirst() }
            let completion = job()
            completions.change { $0.append(completion) }
            wakeup.signal()
        }
    }
}

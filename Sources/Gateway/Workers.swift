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
    private let state = Monitor(State())
    private let completions = Monitor<[Completion]>([])

    private struct State {
        var jobs: [Job] = []
        var threads = 0
        var busy = 0

        /// Whether a job would wait for a thread although there may be one more.
        var wantsThread: Bool { jobs.count > threads - busy && threads < Workers.count }
    }

    /// Starts nothing yet: threads come when they are needed. Only in a confined gate: they inherit what the kernel holds
    /// this thread to.
    init() throws(SystemCallError) {
        wakeup = try Wakeup()
    }

    /// Lets a worker run `job` for a stream.
    func run(_ stream: StreamID, _ job: @escaping @Sendable () -> JobResult) {
        let wantsThread = state.changeForOne { state in
            state.jobs.append { Completion(stream: stream, result: job()) }
            guard state.wantsThread else { return false }
            state.threads += 1
            return true
        }
        // Where the machine has no more threads, those that there are do it all; where there is none, the loop must.
        guard wantsThread, (try? start()) == nil else { return }
        let job = state.change { state -> Job? in
            state.threads -= 1
            return state.threads == 0 && !state.jobs.isEmpty ? state.jobs.removeFirst() : nil
        }
        if let job { tell(job()) }
    }

    /// The completions since the last call; asked once ``wakeup`` has told.
    func take() -> [Completion] {
        wakeup.clear()
        return completions.change { completions in
            defer { completions = [] }
            return completions
        }
    }

    private func start() throws(SystemCallError) {
        try Worker.start { [self] in work() }
    }

    private func work() {
        var wasBusy = false
        while true {
            let job = state.wait { state in
                if wasBusy { state.busy -= 1 }
                wasBusy = !state.jobs.isEmpty
                guard wasBusy else { return Job?.none }
                state.busy += 1
                return state.jobs.removeFirst()
            }
            tell(job())
        }
    }

    private func tell(_ completion: Completion) {
        let isFirst = completions.changeForOne { completions in
            completions.append(completion)
            return completions.count == 1
        }
        if isFirst { wakeup.signal() }
    }
}

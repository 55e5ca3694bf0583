internal import HTTP2

/// A request that one job answers, without bodies: HEAD, DELETE, a refusal.
final class ShortExchange: Exchange {
    let stream: StreamID
    private(set) var isBusy = false
    private unowned let desk: Desk
    private let job: @Sendable () -> JobResult
    private var isAbandoned = false

    init(_ desk: Desk, _ stream: StreamID, _ job: @escaping @Sendable () -> JobResult) {
        self.desk = desk
        self.stream = stream
        self.job = job
    }

    func start() {
        isBusy = true
        desk.workers.run(stream, job)
    }

    /// A body that nobody asked for is thrown away.
    func body(_ bytes: UnsafeRawBufferPointer) {
        desk.http?.consume(bytes.count, on: stream)
    }

    func completed(_ result: JobResult) {
        isBusy = false
        if case .answer(let answer) = result, !isAbandoned { desk.answer(answer, on: stream) }
        desk.end(stream)
    }

    func abandon() {
        isAbandoned = true
        if !isBusy { desk.end(stream) }
    }
}

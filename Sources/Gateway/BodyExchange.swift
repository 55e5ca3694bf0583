internal import HTTP2
internal import LedgerWire
internal import Linux
internal import Restic

/// A request that is answered with a body: GET of an object or of a list. One portion is sent while a worker reads the
/// next, so a reader that does not read costs two portions.
final class BodyExchange: Exchange, BodySource {
    typealias Job = @Sendable (Chunk) -> JobResult

    let stream: StreamID
    private(set) var isBusy = false
    private unowned let desk: Desk
    private let atOnce: ((Chunk) -> JobResult?)?
    private let first: Job
    private let next: Job
    /// What is being sent.
    private var current: Lease?
    private var upcoming: Lease?
    /// What the worker may fill.
    private var reading: Chunk?
    private var isLast = false
    private var isBroken = false
    private var isAbandoned = false
    private var hold: Hold?

    /// Takes the jobs of a worker, and what the loop tries first: it waits for nothing.
    init(
        _ desk: Desk, _ stream: StreamID, atOnce: ((Chunk) -> JobResult?)? = nil, first: @escaping Job,
        next: @escaping Job
    ) {
        self.desk = desk
        self.stream = stream
        self.atOnce = atOnce
        self.first = first
        self.next = next
    }

    func start() {
        let chunk = desk.pool.take()
        if let result = atOnce?(chunk) {
            reading = chunk
            completed(result)
        } else {
            run(first, chunk)
        }
    }

    func body(_ bytes: UnsafeRawBufferPointer) {
        desk.http?.consume(bytes.count, on: stream)
    }

    func completed(_ result: JobResult) {
        isBusy = false
        let portion = take(result)
        if isAbandoned { return finish() }
        switch result {
        case .answer(let answer):
            desk.answer(answer, on: stream)
            finish()
        case .body(let answer, _, let last):
            hold = nil
            (current, isLast) = (portion, last)
            desk.answer(answer, on: stream, body: self)
            if !last { run(next) }
        case .more(_, let last):
            isLast = last
            upcoming = portion
            if current == nil { advance() }
            desk.http?.resume(stream)
        case .broken(let trouble):
            isBroken = true
            let (problem, hint) = trouble.explanation
            desk.voice.failed(problem, hint: hint)
            desk.http?.resume(stream)
        case .held:
            hold = hold ?? Hold()
            desk.voice.held()
        case .ready: break
        }
    }

    var ready: BodyState {
        guard let current else { return isBroken ? .failed : .later }
        return .bytes(current.rest, last: isLast && upcoming == nil)
    }

    func lend(_ count: Int) -> Loan? {
        guard let lease = current else { return nil }
        let loan = lease.lend(count)
        desk.counts.bytesOut = desk.counts.bytesOut + ByteCount(bytes: UInt64(count))
        if lease.rest == 0, !(isLast && upcoming == nil) {
            current = nil
            advance()
        }
        return loan
    }

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        // Never asked, since all is lent.
        preconditionFailure("a body that is lent")
    }

    func retry(now: Instant) {
        guard !isBusy, hold?.isDue(now: now) == true else { return }
        run(first)
    }

    func isHeld(now: Instant, after limit: Duration) -> Bool {
        !isBusy && hold?.isOver(now: now, after: limit) == true
    }

    func abandon() {
        isAbandoned = true
        if !isBusy { finish() }
    }

    /// Makes the portion that was read ahead the one that is sent, and has the one after it read.
    private func advance() {
        guard let next = upcoming else { return }
        (current, upcoming) = (next, nil)
        if !isLast { run(self.next) }
    }

    private func run(_ job: @escaping Job) { run(job, desk.pool.take()) }

    private func run(_ job: @escaping Job, _ chunk: Chunk) {
        isBusy = true
        reading = chunk
        desk.workers.run(stream) { job(chunk) }
    }

    /// Takes what the worker has read, and the chunk back that it did not need.
    private func take(_ result: JobResult) -> Lease? {
        let portion: Portion? =
            switch result {
            case .body(_, let portion, _), .more(let portion, _): portion
            case .answer, .ready, .held, .broken: nil
            }
        if case .chunk = portion { reading = nil }
        if let chunk = reading { desk.pool.giveBack(chunk) }
        reading = nil
        return portion.map { Lease($0, from: desk.pool, desk.ducts) }
    }

    private func finish() {
        (current, upcoming) = (nil, nil)
        desk.end(stream)
    }
}

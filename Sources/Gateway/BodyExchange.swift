internal import HTTP2
internal import LedgerWire
internal import Linux
internal import Restic

/// A request that is answered with a body: GET of an object or of a list. One chunk is sent while a worker reads the
/// next, so a reader that does not read costs two chunks.
final class BodyExchange: Exchange, BodySource {
    typealias Job = @Sendable (Chunk) -> JobResult

    let stream: StreamID
    private(set) var isBusy = false
    private unowned let desk: Desk
    private let first: Job
    private let next: Job
    /// What is being sent, and how much of it has been.
    private var current: Lease?
    private var sent = 0
    private var upcoming: Chunk?
    private var isLast = false
    private var isBroken = false
    private var isAbandoned = false
    private var hold: Hold?

    init(_ desk: Desk, _ stream: StreamID, first: @escaping Job, next: @escaping Job) {
        self.desk = desk
        self.stream = stream
        self.first = first
        self.next = next
    }

    func start() { run(first) }

    func body(_ bytes: UnsafeRawBufferPointer) {
        desk.http?.consume(bytes.count, on: stream)
    }

    func completed(_ result: JobResult) {
        isBusy = false
        if isAbandoned { return finish() }
        switch result {
        case .answer(let answer):
            desk.answer(answer, on: stream)
            finish()
        case .body(let answer, let chunk, let last):
            hold = nil
            (current, isLast) = (Lease(chunk, from: desk.pool), last)
            desk.answer(answer, on: stream, body: self)
            if !last { run(next) }
        case .more(let chunk, let last):
            isLast = last
            upcoming = chunk
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
        let count = current.chunk.count - sent
        return .bytes(count, last: isLast && upcoming == nil)
    }

    func lend(_ count: Int) -> Loan? {
        guard let lease = current else { return nil }
        let part = unsafe UnsafeRawBufferPointer(rebasing: lease.chunk.bytes[sent..<(sent + count)])
        sent += count
        desk.counts.bytesOut = desk.counts.bytesOut + ByteCount(bytes: UInt64(count))
        if sent == lease.chunk.count, !(isLast && upcoming == nil) {
            current = nil
            advance()
        }
        return unsafe Loan(part, by: lease)
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

    /// Makes the chunk that was read ahead the one that is sent, and has the one after it read.
    private func advance() {
        guard let chunk = upcoming else { return }
        (current, upcoming, sent) = (Lease(chunk, from: desk.pool), nil, 0)
        if !isLast { run(next) }
    }

    private func run(_ job: @escaping Job) {
        isBusy = true
        let chunk = desk.pool.take()
        desk.workers.run(stream) { job(chunk) }
    }

    private func finish() {
        if let chunk = upcoming { desk.pool.giveBack(chunk) }
        (current, upcoming) = (nil, nil)
        desk.end(stream)
    }
}

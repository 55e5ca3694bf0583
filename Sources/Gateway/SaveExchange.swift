internal import HTTP2
internal import LedgerWire
internal import Linux
internal import Policy
internal import Restic

/// An upload, on the loop's side: gathers what comes in into chunks, and hands them to a worker one after the other.
///
/// The client may send as much as the windows allow and no more: a byte is credited when it is written.
final class SaveExchange: Exchange {
    let stream: StreamID
    private(set) var isBusy = false
    private unowned let desk: Desk
    private let receiving: any Intake
    private let object: Object
    /// Full chunks that wait for the worker.
    private var waiting: [Chunk] = []
    /// The chunk that a worker writes. It comes back with every end of that job.
    private var writing: Chunk?
    /// The chunk that is being filled.
    private var filling: Chunk?
    private var hasEnded = false
    /// Whether it was answered or broken off; what still comes is thrown away.
    private var isOver = false
    private var pace = Pace()
    /// Bytes of the body that came.
    private var arrived = 0
    private var hold: Hold?

    init(_ desk: Desk, _ stream: StreamID, _ session: ServedSession, _ object: Object, length: ByteCount) {
        self.desk = desk
        self.stream = stream
        self.object = object
        receiving = session.intake(of: object, length: length)
    }

    /// While a worker writes, more may come for the next chunk: nothing is sent on before it is done.
    var rest: Int { !isBusy && hold == nil && waiting.isEmpty ? filling?.count ?? 0 : 0 }

    var isGivingUp: Bool { isOver && isBusy }

    /// What was broken off a moment ago gives its room back first: it may be this one's.
    func start() {
        guard !desk.isGivingUp else {
            hold = hold ?? Hold()
            return
        }
        isBusy = true
        pace.workBegan()
        let receiving = receiving
        desk.workers.run(stream) { receiving.begin() }
    }

    func body(_ bytes: UnsafeRawBufferPointer) {
        desk.counts.bytesIn = desk.counts.bytesIn + ByteCount(bytes: UInt64(bytes.count))
        if isOver { return credit(bytes.count) }
        pace.came(bytes.count)
        arrived += bytes.count
        var rest = unsafe bytes
        while unsafe !rest.isEmpty {
            let chunk = filling ?? desk.pool.take()
            filling = chunk
            let taken = unsafe chunk.append(rest)
            unsafe rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
            if chunk.room == 0 { queueFilling() }
        }
        dispatch()
    }

    func bodyEnded() {
        hasEnded = true
        queueFilling()
        dispatch()
    }

    func flush() {
        guard rest > 0 else { return }
        queueFilling()
        dispatch()
    }

    func completed(_ result: JobResult) {
        isBusy = false
        pace.workEnded()
        if let chunk = writing { release(chunk) }
        writing = nil
        switch result {
        case .ready:
            hold = nil
            if isOver { finish() } else { dispatch() }
        case .held:
            if isOver { return finish() }
            hold = hold ?? Hold()
            pace.workBegan()
            desk.voice.held()
        case .answer(let answer): conclude(answer)
        case .body, .more, .broken: conclude(.failed(.storage))
        }
    }

    func abandon() {
        // A body that is complete is stored, also when the client does not wait for the answer; but not one that waits.
        guard !isOver, !hasEnded || hold != nil else { return }
        if !hasEnded { desk.charge(.waste(arrived)) }
        isOver = true
        if !isBusy { finish() }
    }

    func isStalled(now: Instant, _ limits: TimeLimits) -> Bool {
        guard !isOver, !isBusy, !hasEnded, hold == nil, pace.isTooSlow(now: now, limits) else { return false }
        isOver = true
        finish()
        return true
    }

    func retry(now: Instant) {
        guard !isOver, !isBusy, hold?.isDue(now: now) == true else { return }
        start()
    }

    func isHeld(now: Instant, after limit: Duration) -> Bool {
        !isOver && !isBusy && hold?.isOver(now: now, after: limit) == true
    }

    private func queueFilling() {
        guard let chunk = filling else { return }
        waiting.append(chunk)
        filling = nil
    }

    private func dispatch() {
        guard !isBusy, !isOver, hold == nil else { return }
        let receiving = receiving
        if !waiting.isEmpty {
            let chunk = waiting.removeFirst()
            writing = chunk
            isBusy = true
            pace.workBegan()
            desk.workers.run(stream) { receiving.write(chunk) }
        } else if hasEnded {
            isBusy = true
            pace.workBegan()
            desk.workers.run(stream) { receiving.finish() }
        }
    }

    private func conclude(_ answer: Answer) {
        if answer.status == 200, receiving.isNew {
            desk.counts.saves += 1
            if case .file(.snapshots, _) = object { desk.counts.snapshots += 1 }
        }
        if answer.refusal?.kind == .body { desk.charge(.waste(arrived)) }
        if !isOver { desk.answer(answer, on: stream) }
        isOver = true
        finish()
    }

    /// Gives back what it still holds.
    private func finish() {
        receiving.abandon()
        queueFilling()
        for chunk in waiting { release(chunk) }
        waiting = []
        desk.end(stream)
    }

    private func release(_ chunk: Chunk) {
        credit(chunk.count)
        desk.pool.giveBack(chunk)
    }

    private func credit(_ count: Int) {
        desk.http?.consume(count, on: stream)
    }
}

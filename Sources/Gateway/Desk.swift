internal import HTTP2
internal import LedgerWire
internal import Linux
internal import Policy
internal import Restic

/// Where requests become exchanges, and answers go out. The loop's thread alone uses it.
final class Desk {
    /// What the session may do.
    enum Service {
        case open(ServedSession)
        /// The session itself is refused: everything is.
        case refused(Refusal)
        /// We cannot serve it.
        case failing(Trouble)
    }

    let service: Service
    let workers: Workers
    let pool = ChunkPool()
    /// There where bodies can go out without a copy.
    var ducts: DuctPool?
    let voice: Voice
    var counts = SessionCounts()
    private(set) var restraint = Restraint()
    /// The connection; there from the end of `init` on.
    private(set) var http: ServerSession?
    private var exchanges: [StreamID: any Exchange] = [:]
    /// Whether too much was refused to go on.
    private(set) var isExhausted = false
    /// Bytes. The client hears of room once half of a window is free; what is left of the other half is enough to go on.
    private let restsAtMost: Int

    init(_ service: Service, _ workers: Workers, _ voice: Voice, limits: HTTP2.SessionLimits) throws(HTTP2Error) {
        self.service = service
        self.workers = workers
        self.voice = voice
        restsAtMost = limits.connectionWindow / 4
        http = try ServerSession(limits: limits, events: self)
    }

    /// Whether some job has not come back.
    var isBusy: Bool { exchanges.values.contains { $0.isBusy } }

    /// Whether there is a repository to serve.
    var isServing: Bool {
        if case .open = service { true } else { false }
    }

    /// Notes what a request costs its client. The gateway's own restic is nobody's flood.
    func charge(_ cost: Restraint.Cost) {
        if case .open(let session) = service, session.shelf.locks != nil { return }
        restraint.note(cost)
    }

    /// Whether a worker still has an upload that nobody wants any more: its room is not free yet.
    var isGivingUp: Bool { exchanges.values.contains { $0.isGivingUp } }

    /// Starts an exchange.
    func start(_ exchange: any Exchange, on stream: StreamID) {
        exchanges[stream] = exchange
        exchange.start()
    }

    /// The exchange of a stream; `nil` once it is over.
    func exchange(on stream: StreamID) -> (any Exchange)? { exchanges[stream] }

    /// Lets go of an exchange that is over.
    func end(_ stream: StreamID) { exchanges[stream] = nil }

    /// Hands on what the workers have done.
    func completed(_ completion: Workers.Completion) {
        exchanges[completion.stream]?.completed(completion.result)
    }

    /// Nothing more will come from the client: whatever waits for it is over.
    func inputEnded() {
        for exchange in exchanges.values { exchange.abandon() }
    }

    /// Gives up uploads that do not move, or hardly, and asks again for what is held.
    func tick(now: Instant, _ limits: TimeLimits) {
        for exchange in exchanges.values {
            if exchange.isHeld(now: now, after: limits.hold) {
                exchange.completed(.answer(.failed(.maintenance)))
            } else if exchange.isStalled(now: now, limits) {
                answer(Answer(status: 408), on: exchange.stream)
            } else {
                exchange.retry(now: now)
            }
        }
    }

    /// Sends the small rests of bodies to the workers, when nothing else comes.
    func flush() {
        for exchange in exchanges.values { exchange.flush() }
    }

    /// Whether so many bytes wait for more of their bodies that the client may soon have no window to send it. Small
    /// pieces cost more than large ones, so nothing less sends them on but the end of a body.
    var hasManyRests: Bool { exchanges.values.reduce(0) { $0 + $1.rest } > restsAtMost }

    /// Answers a request.
    func answer(_ answer: Answer, on stream: StreamID, body: (any BodySource)? = nil) {
        if answer.refusal != nil || answer.status == 404 { charge(.denial) }
        if let refusal = answer.refusal {
            voice.refused(refusal)
            counts.refusals += 1
            isExhausted = counts.refusals >= UInt64(Restic.Limits.refusals)
            if isExhausted { voice.refused(.tooManyRefusals) }
        }
        if answer.isRemoval { counts.removals += 1 }
        if let trouble = answer.trouble {
            let (problem, hint) = trouble.explanation
            voice.failed(problem, hint: hint)
        }
        http?.respond(stream, ResponseHead(status: answer.status, headers: answer.headers), body: body)
    }
}

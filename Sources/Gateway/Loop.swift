internal import CLinux
internal import Glibc
internal import HTTP2
internal import LedgerClient
internal import LedgerWire
internal import Linux

/// The gate's one thread that never blocks: polls the client's two pipes, the workers and the ledger, and feeds HTTP/2.
@safe final class Loop {
    /// Why it ended.
    enum End: Hashable {
        /// The client hung up, or never said anything.
        case clientLeft
        /// The client broke the protocol, or was silent for too long.
        case broken(String)
        /// Too much was refused.
        case exhausted
        /// Whoever leads this gate of maintenance is gone.
        case coordinatorLeft
        /// An admin ended the session.
        case dismissed
    }

    /// Bytes of one read: what a pipe of 1 MiB gives in few calls.
    private static let readSize = 512 * 1024
    /// Microseconds in which the other end of a pipe moves some hundred KiB, where it is quick. Who is woken for each page
    /// of them fights with it for the pipe's lock, and spends more on that than on the bytes.
    private static let breath: UInt32 = 200
    /// Milliseconds in which more may come of bodies whose rests are too many.
    private static let gathering: Int32 = 5

    private let desk: Desk
    private let http: ServerSession
    private let input: Int32
    private let outlet: Outlet
    private let ledger: LedgerSession?
    private let channel: ControlChannel?
    private let limits: TimeLimits
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: readSize, alignment: 4096)

    /// Input, output, the workers, the ledger, the coordinator.
    private var polled: [pollfd]

    private var hasInputEnded = false
    private var ledgerGone = false
    private let started = Instant.now
    private var lastByte: Instant?
    private var pinged: Instant?
    private var endedAt: Instant?
    private var reported: (at: Instant, counts: SessionCounts)?
    private var coordinatorGone = false

    /// Serves on two descriptors, which must not block.
    init?(
        _ desk: Desk, input: Int32, output: Int32, ledger: LedgerSession?, channel: ControlChannel?,
        limits: TimeLimits
    ) {
        self.desk = desk
        guard let http = desk.http else { return nil }
        self.http = http
        self.input = input
        outlet = Outlet(output)
        self.ledger = ledger
        self.channel = channel
        self.limits = limits
        desk.ducts = DuctPool(to: output)
        polled = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: output, events: Int16(POLLOUT), revents: 0),
            pollfd(fd: desk.workers.wakeup.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: -1, events: Int16(hangUp), revents: 0),
            pollfd(fd: channel?.descriptor.raw ?? -1, events: Int16(hangUp), revents: 0),
        ]
    }

    deinit {
        unsafe buffer.deallocate()
    }

    /// Runs until the session is over.
    func run() -> End {
        while true {
            write()
            if let end = end() { return end }
            wait()
        }
    }

    private func end() -> End? {
        if let failure = http.failure, isOver { return .broken(failure.description) }
        if desk.isExhausted, !wantsWrite || outlet.isBlocked || outlet.isBroken { return .exhausted }
        if coordinatorGone { return .coordinatorLeft }
        if ledgerGone, ledger?.isDismissed == true { return .dismissed }
        let now = Instant.now
        report(now)
        if hasInputEnded {
            let isLate = endedAt.map { now - $0 > limits.farewell } ?? false
            return desk.isBusy && !isLate ? nil : .clientLeft
        }
        if isOver { return .clientLeft }
        if !desk.isServing, now - started > limits.refused { return .clientLeft }
        return overdue(now)
    }

    private func overdue(_ now: Instant) -> End? {
        guard let lastByte else {
            return now - started > limits.preface ? .broken("the client said nothing") : nil
        }
        if let pinged, lastByte <= pinged {
            return now - pinged > limits.ping ? .broken("the client does not answer") : nil
        }
        if now - lastByte > limits.quiet {
            http.ping()
            pinged = now
            desk.pool.drain()
        }
        desk.tick(now: now, limits)
        return nil
    }

    /// Tells the coordinator how far it is, once a second at most.
    private func report(_ now: Instant) {
        guard let channel, reported?.counts != desk.counts else { return }
        if let reported, now - reported.at < .seconds(1) { return }
        channel.tell(.progress(desk.counts), mayBeLost: true)
        reported = (now, desk.counts)
    }

    private func wait() {
        let wantsOutput = wantsWrite && outlet.isBlocked && !outlet.isBroken
        let pause = desk.restraint.pause()
        polled[0].fd = wantsInput && pause == 0 ? input : -1
        polled[1].fd = wantsOutput ? outlet.output : -1
        polled[3].fd = ledgerGone ? -1 : ledger?.descriptor ?? -1
        let longest: Int32 = pause > 0 ? pause : 1000
        let timeout = desk.hasManyRests ? min(Self.gathering, longest) : longest
        if wantsOutput { usleep(Self.breath) }
        let ready = unsafe poll(&polled, nfds_t(polled.count), canWrite ? 0 : timeout)
        guard ready >= 0 else { return }
        if ready == 0, desk.hasManyRests { desk.flush() }
        if polled[1].revents != 0 { outlet.unblock() }
        if polled[2].revents != 0 {
            for completion in desk.workers.take() { desk.completed(completion) }
        }
        if polled[3].revents != 0 { loseLedger() }
        if polled[4].revents != 0 { coordinatorGone = true }
        if polled[0].revents != 0 { read() }
    }

    private var wantsWrite: Bool { http.wantsWrite || outlet.hasRest }

    private var isOver: Bool { http.isOver && (!outlet.hasRest || outlet.isBroken) }

    private var canWrite: Bool { wantsWrite && !outlet.isBlocked && !outlet.isBroken }

    private var wantsInput: Bool { !hasInputEnded && http.wantsRead && !desk.isExhausted }

    private func read() {
        let count = unsafe Glibc.read(input, buffer.baseAddress, buffer.count)
        if count < 0, errno == EAGAIN || errno == EINTR { return }
        guard count > 0 else { return endInput() }
        lastByte = .now
        // What is wrong is kept in `http.failure`, and there may be a last word to send first.
        try? unsafe http.receive(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }

    private func endInput() {
        hasInputEnded = true
        endedAt = .now
        desk.inputEnded()
    }

    private func write() {
        guard canWrite else { return }
        http.send { outgoing in outlet.take(outgoing) }
        outlet.flush()
        if outlet.isBroken { outputBroke() }
    }

    /// The client reads no more: it is gone, whatever it may still send.
    private func outputBroke() {
        if !hasInputEnded { endInput() }
    }

    /// The ledger hung up: this session can store nothing more, and says so before the client tries.
    private func loseLedger() {
        ledgerGone = true
        guard let ledger, !ledger.isAlive, !ledger.isDismissed else { return }
        let (problem, hint) = Trouble.ledger(.gone).explanation
        desk.voice.failed(problem, hint: hint)
    }
}

/// The corresponding C constant is `POLLRDHUP`, which Glibc hides behind `_GNU_SOURCE`. Source: poll(2).
private let hangUp: Int32 = 0x2000

internal import CLinux
internal import Glibc
internal import LedgerWire
internal import Linux
internal import Sandbox

/// The ledger's sockets: one loop that gathers what all connections ask, lets the books do it at once, and answers.
struct Server: ~Copyable {
    private let books: Books
    private let settings: Settings
    private let listener: Descriptor
    private let endSignals: Descriptor
    private let mostPeers: Int
    private let say: (String) -> Void
    private var peers: [PeerID: Peer] = [:]
    private var lastPeer: UInt64 = 0
    private var quietSince = Server.now

    /// Takes over a listening socket.
    init(
        _ books: Books, _ settings: Settings, _ listener: consuming Descriptor, say: @escaping (String) -> Void
    ) throws(Trouble) {
        self.books = books
        self.settings = settings
        self.listener = listener
        self.say = say
        endSignals = try Trouble.system("signals") { () throws(SystemCallError) in
            Descriptor(owning: try retrying("signalfd") { clinux_end_signals() })
        }
        mostPeers = Self.room()
    }

    /// Milliseconds of the monotonic clock.
    static var now: Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }

    /// How many connections fit beside the databases, after asking for as many files as the process may have.
    private static func room() -> Int {
        var files = rlimit()
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        files.rlim_cur = files.rlim_max
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        return max(16, min(LedgerLimits.connections, Int(clamping: files.rlim_cur) - 32))
    }

    /// Serves until it is told to end, or has nothing to do.
    ///
    /// - Parameter proof: that the process is confined: what others say is read from here on.
    /// - Throws: ``Trouble`` that makes it useless to go on.
    mutating func serve(_ proof: consuming ConfinedProcess) throws(Trouble) {
        while true {
            var watched = [
                pollfd(fd: endSignals.raw, events: Int16(POLLIN), revents: 0),
                pollfd(fd: listener.raw, events: Int16(POLLIN), revents: 0),
            ]
            let order = Array(peers.values)
            watched += order.map { pollfd(fd: $0.descriptor.raw, events: $0.events, revents: 0) }
            let ready = unsafe poll(&watched, nfds_t(watched.count), wait)
            if ready < 0, errno != EINTR { throw .system(SystemCallError("poll", errno), "sockets") }
            if ready < 0 { continue }
            if watched[0].revents != 0 { return say("told to end") }
            var events: [Event] = []
            for (peer, what) in zip(order, watched[2...]) where what.revents != 0 { take(peer, what.revents, &events) }
            dropImpatient()
            answer(events)
            bury()
            if watched[1].revents != 0 { accept() }
            if let fatal = books.fatal { throw fatal }
            if isIdle { return say("nothing to do") }
        }
    }

    /// Milliseconds until something is to be done even if nobody asks; -1 if nothing is.
    private var wait: Int32 {
        var next = peers.values.compactMap(\.owesSince).min().map { $0 + settings.patience }
        if let due = books.nextOverdue { next = min(next ?? .max, max(due, Self.now + 1000)) }
        if books.hasUnfinishedWork { next = min(next ?? .max, Self.now + 1000) }
        if settings.inherited != nil, peers.isEmpty { next = min(next ?? .max, quietSince + settings.idle) }
        return next.map { Int32(clamping: max(0, $0 - Self.now)) } ?? -1
    }

    private var isIdle: Bool {
        settings.inherited != nil && peers.isEmpty && !books.hasUnfinishedWork
            && Self.now >= quietSince + settings.idle
    }

    private func take(_ peer: Peer, _ what: Int16, _ events: inout [Event]) {
        if Int32(what) & POLLOUT != 0 { peer.send(now: Self.now) }
        guard !peer.isEnding, Int32(what) & (POLLIN | POLLHUP | POLLERR) != 0 else {
            if Int32(what) & (POLLHUP | POLLERR) != 0 { peer.drop() }
            return
        }
        let input = peer.read()
        for (id, message) in input.messages {
            events.append(Event(peer: peer.id, who: peer.who, content: .message(id: id, message)))
        }
        if let problem = input.problem {
            say("uid \(peer.who.user), pid \(peer.who.pid): \(problem)")
            peer.send(Reply.failure(.violation).frame(id: 0), now: Self.now)
            peer.end()
        }
        if input.ended { peer.drop() }
    }

    /// Connections that never open a session, or do not read what they asked for.
    private func dropImpatient() {
        let now = Self.now
        for peer in peers.values where now - (peer.owesSince ?? now) >= settings.patience {
            say("uid \(peer.who.user), pid \(peer.who.pid): too slow")
            peer.drop()
        }
    }

    private func answer(_ events: [Event]) {
        guard !events.isEmpty || books.hasUnfinishedWork else { return }
        for answer in books.run(events) {
            guard let peer = peers[answer.peer] else { continue }
            peer.isWelcome()
            peer.send(answer.reply.frame(id: answer.id), now: Self.now)
            guard answer.hangsUp else { continue }
            if case .failure(let failure) = answer.reply {
                say("uid \(peer.who.user), pid \(peer.who.pid): \(failure.rawValue)")
            }
            peer.end()
        }
    }

    /// Connections that are over, from whichever side, take their sessions with them.
    private mutating func bury() {
        let over = peers.values.filter(\.isOver)
        for peer in over { peers[peer.id] = nil }
        if !over.isEmpty { _ = books.run(over.map { Event(peer: $0.id, who: $0.who, content: .hangUp) }) }
        if !peers.isEmpty { quietSince = Self.now }
    }

    private mutating func accept() {
        // As many as came at once, but the sessions that are open must not wait for a flood.
        for _ in 0..<64 {
            let raw = clinux_accept(listener.raw)
            if raw < 0 {
                // No file left for it; it stays in the queue, and must not make the loop spin.
                if errno != EAGAIN, errno != ECONNABORTED, errno != EINTR { usleep(10_000) }
                return
            }
            let descriptor = Descriptor(owning: raw)
            var (pid, user, group) = (pid_t(0), uid_t.max, gid_t.max)
            unsafe clinux_peer(descriptor.raw, &pid, &user, &group)
            lastPeer += 1
            let peer = Peer(
                PeerID(number: lastPeer), Event.Who(user: user, pid: pid), descriptor, now: Self.now)
            if user != 0, user != geteuid(), user != settings.gates {
                say("uid \(user), pid \(pid): not allowed")
                peer.send(Reply.failure(.notAllowed).frame(id: 0), now: Self.now)
            } else if peers.count >= mostPeers {
                say("uid \(user), pid \(pid): more than \(mostPeers) connections")
                peer.send(Reply.failure(.busy).frame(id: 0), now: Self.now)
            } else {
                peers[peer.id] = peer
                quietSince = Self.now
            }
        }
    }
}

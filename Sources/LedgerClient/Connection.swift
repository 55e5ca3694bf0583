internal import CLinux
internal import Glibc
internal import LedgerWire
internal import Linux

/// One connection to the ledger for any number of threads: each sends its message and waits for its own reply. One of
/// those that wait reads the socket for all (there is no thread for it), and hands over when it has its reply.
final class Connection: Sendable {
    let descriptor: Descriptor
    private let patience: Duration
    private let state = Monitor(State())
    /// The socket, for one frame at a time.
    private let writing: Monitor<Int32>

    private struct State {
        var lastID: UInt32 = 0
        /// The messages that wait, with the reply once it is there.
        var waiting: [UInt32: Reply?] = [:]
        var someoneReads = false
        /// Touched only by the one that reads.
        var input = FrameBuffer()
        /// The highest number of a row that the ledger spoke of.
        var lastRow: UInt64 = 0
        /// Why all later calls fail.
        var end: LedgerError?
    }

    private enum Turn {
        case replied(Reply)
        case read
        case ended(LedgerError)
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - patience: how long to wait for the connection, and later for each reply.
    /// - Throws: ``LedgerError``.
    init(to path: String, patience: Duration) throws(LedgerError) {
        self.patience = patience
        descriptor = try Self.connect(to: path, until: Deadline(in: patience))
        writing = Monitor(descriptor.raw)
    }

    /// Why all later calls fail; `nil` while they do not.
    var end: LedgerError? { state.change { $0.end } }

    /// The highest number of a row that the ledger spoke of.
    var lastRow: UInt64 { state.change { $0.lastRow } }

    /// Makes all calls fail from here on.
    func end(_ why: LedgerError) {
        state.change { if $0.end == nil { $0.end = why } }
        // Whatever it still permits would never be heard of: it must know that.
        shutdown(descriptor.raw, Int32(SHUT_RDWR))
    }

    /// Sends a message that is not answered.
    func tell(_ message: Message) {
        guard let id = state.change({ Self.number(&$0, waits: false) }) else { return }
        send(message.frame(id: id), until: Deadline(in: patience))
    }

    /// Sends a message and waits for its reply.
    func ask(_ message: Message) throws(LedgerError) -> Reply {
        try reply(to: try post(message))
    }

    /// A message that was sent, and whose reply is to be asked for once.
    struct Posted: ~Copyable {
        fileprivate let id: UInt32
        fileprivate let deadline: Deadline
    }

    /// Sends a message whose reply is asked for later.
    func post(_ message: Message) throws(LedgerError) -> Posted {
        let deadline = Deadline(in: patience)
        guard let id = state.change({ Self.number(&$0, waits: true) }) else { throw end ?? .gone }
        send(message.frame(id: id), until: deadline)
        return Posted(id: id, deadline: deadline)
    }

    /// Waits for the reply to a message that was sent.
    func reply(to posted: consuming Posted) throws(LedgerError) -> Reply {
        let (id, deadline) = (posted.id, posted.deadline)
        while true {
            switch state.wait(until: deadline, for: { Self.turn(&$0, id) }) {
            case .replied(let reply): return try answer(reply)
            case .ended(let why): throw why
            case .read: read(until: deadline)
            case nil: end(.silent)
            }
        }
    }

    private static func number(_ state: inout State, waits: Bool) -> UInt32? {
        guard state.end == nil else { return nil }
        // 0 is the number of what answers no message.
        state.lastID = state.lastID == .max ? 1 : state.lastID + 1
        if waits { state.waiting.updateValue(nil, forKey: state.lastID) }
        return state.lastID
    }

    private static func turn(_ state: inout State, _ id: UInt32) -> Turn? {
        if let reply = state.waiting[id] ?? nil {
            state.waiting[id] = nil
            return .replied(reply)
        }
        if let end = state.end { return .ended(end) }
        if state.someoneReads { return nil }
        state.someoneReads = true
        return .read
    }

    private func answer(_ reply: Reply) throws(LedgerError) -> Reply {
        guard case .failure(let failure) = reply else { return reply }
        switch failure {
        case .full: throw .full
        case .broken: throw .broken
        case .notAllowed: throw .refusedConnection
        case .busy: throw .busy
        case .violation: throw .protocolViolation
        case .dismissed: throw .dismissed
        }
    }
}

extension Connection {
    private static func connect(to path: String, until deadline: Deadline) throws(LedgerError) -> Descriptor {
        do throws(SystemCallError) {
            let descriptor = Descriptor(owning: try retrying("socket") { clinux_unix_socket() })
            while true {
                do throws(SystemCallError) {
                    try retrying("connect") { unsafe clinux_unix_connect(descriptor.raw, path) }
                    return descriptor
                } catch {
                    // Its queue is full: unix(7) has nothing that could be polled for that.
                    guard error.code == EAGAIN, deadline.milliseconds > 0 else { throw error }
                    usleep(2000)
                }
            }
        } catch {
            switch error.code {
            case ENOENT, ECONNREFUSED: throw .missing
            case EACCES, EPERM: throw .refusedConnection
            case EAGAIN: throw .silent
            default: throw .system(error)
            }
        }
    }

    /// Sends a whole frame. A failure ends the connection, except where the ledger hung up: then its last reply may
    /// still be there to be read.
    private func send(_ frame: [UInt8], until deadline: Deadline) {
        writing.change { socket in
            var rest = frame[...]
            while !rest.isEmpty, end == nil {
                let sent = unsafe rest.withUnsafeBytes { bytes in
                    unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
                }
                let why = errno
                if sent >= 0 {
                    rest = rest.dropFirst(sent)
                } else if why == EAGAIN {
                    if !isReady(POLLOUT, until: deadline) { end(.silent) }
                } else if why == EPIPE || why == ECONNRESET {
                    return
                } else if why != EINTR {
                    end(.system(SystemCallError("send", why)))
                }
            }
        }
    }

    private func isReady(_ events: Int32, until deadline: Deadline) -> Bool {
        var watched = pollfd(fd: descriptor.raw, events: Int16(events), revents: 0)
        while true {
            let ready = unsafe poll(&watched, 1, deadline.milliseconds)
            if ready >= 0 { return ready > 0 }
            if errno != EINTR { return true }
        }
    }

    /// Reads once for all that wait.
    private func read(until deadline: Deadline) {
        var chunk = [UInt8](repeating: 0, count: 4096)
        var why: LedgerError?
        var count = 0
        if isReady(POLLIN, until: deadline) {
            do throws(SystemCallError) {
                count = try unsafe chunk.withUnsafeMutableBufferPointer { (buffer) throws(SystemCallError) in
                    try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if count == 0 { why = .gone }
            } catch {
                if error.code != EAGAIN { why = error.code == ECONNRESET ? .gone : .system(error) }
            }
        } else {
            why = .silent
        }
        state.change { state in
            state.someoneReads = false
            if let why { return state.end = state.end ?? why }
            state.input.append(chunk[..<count])
            do throws(WireError) {
                while let frame = try state.input.next() { Self.deliver(try Reply.read(frame), &state) }
            } catch {
                state.end = state.end ?? .protocolViolation
            }
        }
    }

    private static func deliver(_ read: (id: UInt32, reply: Reply), _ state: inout State) {
        switch read.reply {
        case .opened(let welcome): state.lastRow = max(state.lastRow, welcome.number)
        case .permitted(let row), .refused(_, let row): state.lastRow = max(state.lastRow, row)
        case .began(let welcome): state.lastRow = max(state.lastRow, welcome.number)
        case .granted, .reserved, .dismissed, .held, .state: break
        // Nothing that anybody still asks for can be answered, whoever reads it.
        case .failure(let failure): if failure == .dismissed { state.end = .dismissed }
        }
        if state.waiting[read.id] != nil {
            state.waiting.updateValue(read.reply, forKey: read.id)
        } else if read.id == 0, case .failure = read.reply {
            // It answers no message: the ledger will hang up, and tells everybody why.
            for id in state.waiting.keys { state.waiting.updateValue(read.reply, forKey: id) }
        } else {
            state.end = state.end ?? .protocolViolation
        }
    }

    /// Whether the ledger still holds its end.
    var isConnected: Bool {
        guard end == nil else { return false }
        var watched = pollfd(fd: descriptor.raw, events: Int16(CLINUX_POLLRDHUP), revents: 0)
        if unsafe poll(&watched, 1, 0) == 0 || watched.revents == 0 { return true }
        takeLastWords()
        end(.gone)
        return false
    }

    /// Reads what the ledger said before it hung up, if nobody is at it.
    private func takeLastWords() {
        let isMine = state.change { state in
            guard !state.someoneReads, state.end == nil else { return false }
            state.someoneReads = true
            return true
        }
        if isMine { read(until: Deadline(in: .zero)) }
    }
}

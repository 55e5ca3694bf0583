internal import CLinux
internal import Glibc
internal import LedgerWire
internal import Linux
internal import Peer
internal import Policy
internal import Restic

/// A million objects of one byte. All but the last come to the real ledger as its protocol has them, in pieces that need
/// one flush each, because a million flushes take a day; the last ones come through the real gate.
enum Million {
    private static let count = 1_000_000
    private static let last = 20

    static func attempt(_ ground: Ground) throws {
        var wishes = Wishes.repository(["quota": "\"\(count * 8)KiB\""])
        wishes.client = ["rows_per_day": "10000000"]
        guard let site = try ground.site(wishes) as? PosternSite else { throw NotApplicable("it has no quota") }
        try ground.connect().hangUp()
        let hosts = try (0..<4).map { _ in try Host("\(site.folder)/state/run/ledger.sock") }
        var sent = 0
        while sent < count - last {
            var shares: [(Host, Range<Int>)] = []
            for host in hosts where sent < count - last {
                let share = sent..<min(sent + Host.most, count - last)
                shares.append((host, share))
                sent = share.upperBound
            }
            for (host, share) in shares { try host.reserve(share) }
            for (host, _) in shares { try host.permit() }
            for (host, _) in shares { try host.finish() }
        }
        for host in hosts { try host.leave() }
        let peer = try ground.connect()
        let statuses = try (0..<last + 5).map { try peer.store(Blob("last \($0)")).status }
        try expect(statuses, is: [Int](repeating: 200, count: last) + [Int](repeating: 507, count: 5), "the last ones")
        try expect(site.trail().count { $0.action == "save" && $0.outcome == "allowed" }, is: count, "rows")
    }
}

/// One connection to the ledger that asks for many things before it reads an answer.
private final class Host {
    /// What one session may keep open.
    static let most = 64

    private let socket: Descriptor
    private var input = FrameBuffer()
    private var output: [UInt8] = []
    private var asked = 0
    private var rooms: [UInt64] = []
    private var rows: [UInt64] = []

    init(_ path: String) throws {
        socket = Descriptor(owning: try retrying("socket") { clinux_unix_socket() })
        try retrying("connect") { unsafe clinux_unix_connect(socket.raw, path) }
        var opening = SessionOpening(client: "web1", repository: "shared", place: try Place(parsing: "main:shared"))
        opening.configured = true
        opening.limits.quota = .kibibytes(8 * 1_000_000)
        opening.limits.rowsPerDay = 10_000_000
        ask(.open(opening))
        guard case .opened(let welcome)? = try answers().first, welcome.refusal == nil else {
            throw Breach("the ledger opens no session")
        }
    }

    /// Asks for room for objects of these numbers.
    func reserve(_ numbers: Range<Int>) throws {
        for number in numbers {
            let digits = String(number, radix: 16)
            let hex = String(repeating: "0", count: 64 - digits.count) + digits
            guard let name = FileName(hex) else { throw Breach("no name: \(hex)") }
            ask(.reserve(.file(.data, name), ByteCount(bytes: 1), .unlimited, seen: 0))
        }
        rooms = try answers().map { reply in
            guard case .reserved(let room) = reply else { throw Breach("\(reply) instead of room") }
            return room
        }
    }

    /// Asks for the permits.
    func permit() throws {
        for room in rooms { ask(.permitSave(reservation: room)) }
        rows = try answers().map { reply in
            guard case .permitted(let row) = reply else { throw Breach("\(reply) instead of a permit") }
            return row
        }
    }

    /// Says that all of it is done.
    func finish() throws {
        for row in rows { output += Message.done(row: row).frame(id: 1) }
        try send()
    }

    func leave() throws {
        ask(.close(SessionCounts()))
        _ = try answers()
    }

    private func ask(_ message: Message) {
        asked += 1
        output += message.frame(id: UInt32(truncatingIfNeeded: asked))
    }

    /// Sends what was asked, and waits for all answers.
    private func answers() throws -> [Reply] {
        try send()
        var replies: [Reply] = []
        var chunk = [UInt8](repeating: 0, count: 16_384)
        while replies.count < asked {
            try wait(POLLIN)
            let count = try unsafe chunk.withUnsafeMutableBufferPointer {
                try unsafe socket.read(into: UnsafeMutableRawBufferPointer($0))
            }
            guard count > 0 else { throw Breach("the ledger hung up") }
            input.append(chunk[..<count])
            while let frame = try input.next() { replies.append(try Reply.read(frame).reply) }
        }
        asked = 0
        return replies
    }

    private func send() throws {
        while !output.isEmpty {
            try wait(POLLOUT)
            let count = unsafe output.withUnsafeBytes { bytes in
                unsafe Glibc.send(socket.raw, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Breach("send: \(errno)") }
            output.removeFirst(count)
        }
    }

    private func wait(_ events: Int32) throws {
        var watched = pollfd(fd: socket.raw, events: Int16(events), revents: 0)
        guard unsafe poll(&watched, 1, 60_000) == 1 else { throw Breach("the ledger does not answer") }
    }
}

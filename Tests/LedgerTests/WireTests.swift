import LedgerWire
import Policy
import Restic
import Testing

@Suite("The ledger's protocol") struct WireTests {
    static func messages() throws -> [Message] {
        let full = try opening { one in
            one.limits.quota = .gibibytes(1)
            one.limits.uploadPerDay = .mebibytes(5)
            one.limits.snapshotsPerDay = 3
            one.limits.readBudget = .zero
            one.limits.anyLock = true
            one.refusal = .outsideHours
        }
        var counts = SessionCounts()
        (counts.saves, counts.loads, counts.bytesIn) = (1, 2, ByteCount(bytes: .max))
        let act = AdminAct(
            actor: "admin", action: .clientAdd, object: "web1", details: [AdminAct.Detail("policy", "sha256:00")])
        return [
            .open(SessionOpening(client: "")), .open(full), .settle(row: 1, present: true),
            .settle(row: .max, present: false), .permitCreate,
            .reserve(try pack(1), .mebibytes(16), FreeSpace(bytes: .zero, inodes: 7, inodeFloor: 9), seen: 12),
            .reserve(.config, .zero, .unlimited, seen: 0), .permitSave(reservation: 3), .release(reservation: 4),
            .permitRemove(try lock(2), sweeping: false), .permitRemove(.file(.keys, try name(3)), sweeping: true),
            .done(row: 9), .failed(row: 9, reason: "present"),
            .refusal(.request, nil, .notServed, asked: "rm -rf \u{1b}"), .refusal(.load, .config, .readNone, asked: ""),
            .failure(.load, try pack(4), reason: "EIO"), .mayRead(.kibibytes(1)), .close(counts), .admin(act),
            .open(SessionOpening(client: "", run: RunWelcome(number: 4, token: "ab"))),
            .beginRun(
                RunOpening(kind: .prune, place: try Place(parsing: "main:a/b"), repository: "web1", actor: "root")),
            .runState, .fence, .mayProceed, .endRun(RunEnding(.allowed)),
            .endRun(RunEnding(.failed, reason: "killed", details: [AdminAct.Detail("removed", "3")])),
            .permitTrash(.trash, try pack(3), run: 8), .permitTrash(.purge, .config, run: .max),
            .dismiss(Dismissal(client: "web1", reason: "x")), .dismiss(Dismissal(client: "a", key: "k", reason: "")),
            .greet,
        ]
    }

    static func replies() throws -> [Reply] {
        let welcome = SessionWelcome(
            number: 3, refusal: .tooManySessions, alone: true,
            unsettled: [
                Unsettled(row: 1, action: .save, object: try pack(1)), Unsettled(row: 2, action: .create, object: nil),
            ])
        return [
            .opened(SessionWelcome(number: 1, refusal: nil, alone: false, unsettled: [])), .opened(welcome), .granted,
            .dismissed([]), .dismissed([DismissedSession(number: 8, pid: 99), DismissedSession(number: 9, pid: 1)]),
            .permitted(row: 5), .reserved(6), .refused(.quota, row: 7), .held,
            .began(RunWelcome(number: 4, token: String(repeating: "0", count: 64))),
            .state(RunState(sessions: 0, pending: 0, locks: [])),
            .state(
                RunState(
                    sessions: 2, pending: 3,
                    locks: [RunState.Lock(name: try name(1), received: 5, client: "web1", isLive: true)])),
        ] + Reply.Failure.allCases.map { .failure($0) }
    }

    /// What follows the length of the one frame.
    static func body(_ frame: [UInt8]) throws -> [UInt8] {
        var buffer = FrameBuffer()
        buffer.append(frame)
        return try #require(try buffer.next())
    }

    @Test("Each message and each reply comes back as it was")
    func roundTrip() throws {
        for message in try Self.messages() {
            let read = try Message.read(try Self.body(message.frame(id: 77)))
            #expect(read.id == 77)
            #expect(read.message == message)
        }
        for reply in try Self.replies() {
            let read = try Reply.read(try Self.body(reply.frame(id: .max)))
            #expect(read.id == .max)
            #expect(read.reply == reply)
        }
    }

    @Test("The bytes are those of docs/ledger-protocol.md")
    func documented() {
        #expect(
            Message.permitSave(reservation: 1).frame(id: 3) == [0, 0, 0, 13, 5, 0, 0, 0, 3] + [0, 0, 0, 0, 0, 0, 0, 1])
        #expect(Reply.permitted(row: 7).frame(id: 3) == [0, 0, 0, 13, 0x83, 0, 0, 0, 3] + [0, 0, 0, 0, 0, 0, 0, 7])
        #expect(Message.done(row: 7).frame(id: 4) == [0, 0, 0, 13, 8, 0, 0, 0, 4] + [0, 0, 0, 0, 0, 0, 0, 7])
    }

    @Test("A frame that ends early, or goes on, is no message")
    func lengths() throws {
        let frames = try Self.messages().map { $0.frame(id: 1) } + Self.replies().map { $0.frame(id: 1) }
        for frame in frames {
            let body = try Self.body(frame)
            for count in 0..<body.count {
                #expect(throws: WireError.self) { try Message.read(Array(body[..<count])) }
                #expect(throws: WireError.self) { try Reply.read(Array(body[..<count])) }
            }
            #expect(throws: WireError.self) { try Message.read(body + [0]) }
            #expect(throws: WireError.self) { try Reply.read(body + [0]) }
        }
    }

    @Test("Whatever bytes are read, they are refused, or are exactly what would be written for what they say")
    func anyBytes() throws {
        var random = Dice(seed: 1)
        let bodies = try (Self.messages().map { $0.frame(id: 1) } + Self.replies().map { $0.frame(id: 1) })
            .map(Self.body)
        for round in 0..<40_000 {
            var body = bodies[round % bodies.count]
            for _ in 0...Int.random(in: 0...2, using: &random) {
                body[Int.random(in: 0..<body.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            if round % 5 == 0 { body = (0..<round % 97).map { _ in UInt8.random(in: 0...255, using: &random) } }
            if let read = try? Message.read(body) {
                #expect(try Self.body(read.message.frame(id: read.id)) == body)
            }
            if let read = try? Reply.read(body) {
                #expect(try Self.body(read.reply.frame(id: read.id)) == body)
            }
        }
    }

    @Test("Frames are found in a stream however it is cut")
    func stream() throws {
        let frames = try Self.messages().map { $0.frame(id: 5) }
        for size in [1, 2, 3, 7, 64, 4096] {
            var buffer = FrameBuffer()
            var found: [[UInt8]] = []
            let stream = frames.flatMap { $0 }
            for start in stride(from: 0, to: stream.count, by: size) {
                buffer.append(stream[start..<min(start + size, stream.count)])
                while let frame = try buffer.next() { found.append(frame) }
            }
            #expect(found == (try frames.map(Self.body)))
            #expect(buffer.count == 0)
        }
    }

    @Test(
        "A length that no frame has is refused before anything is waited for",
        arguments: [
            [0, 0, 0, 0], [0, 0, 0, 4], [0, 1, 0, 1], [255, 255, 255, 255],
        ] as [[UInt8]])
    func badLength(_ bytes: [UInt8]) throws {
        var buffer = FrameBuffer()
        buffer.append(bytes)
        #expect(throws: WireError.self) { try buffer.next() }
    }

    @Test("A text that is too long is cut between two characters, and the largest messages fit a frame")
    func clipping() throws {
        let long = String(repeating: "ä", count: 5000)
        #expect(long.clipped(to: 7) == "äää")
        #expect("🏰🏰".clipped(to: 6) == "🏰")
        #expect("e\u{301}".clipped(to: 2) == "e")
        let details = (0..<40).map { AdminAct.Detail("d\($0)", long) }
        let unsettled = try (0..<900).map { Unsettled(row: UInt64($0), action: .save, object: try pack($0)) }
        let frames = [
            Message.open(SessionOpening(client: long, key: long, repository: long, asked: long, level: long))
                .frame(id: 1),
            Message.admin(AdminAct(actor: long, action: .keyAdd, object: long, reason: long, details: details))
                .frame(id: 1),
            Reply.opened(SessionWelcome(number: 1, refusal: nil, alone: true, unsettled: unsettled)).frame(id: 1),
        ]
        for frame in frames {
            #expect(frame.count <= 4 + WireLimits.frame)
            let body = try Self.body(frame)
            #expect((try? Message.read(body)) != nil || (try? Reply.read(body)) != nil)
        }
    }
}

/// Random numbers that are the same in each run. Source: SplitMix64, Steele and others, 2014.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

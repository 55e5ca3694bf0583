import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

@Suite("What a client may use up") struct LimitTests {
    let desk: Desk

    init() throws { desk = try Desk() }

    @Test("A quota is used to the last byte of cost and not beyond, uploads under way included")
    func quota() throws {
        // Three objects of 4097 bytes: each two blocks, and one for its name.
        let (peer, _) = try desk.session(opening { $0.limits.quota = .kibibytes(36) })
        try desk.save(peer, pack(1), 4097)
        #expect(try desk.reserve(peer, pack(2), 4097) == nil)
        #expect(try desk.reserve(peer, pack(3), 8193) == .quota)
        #expect(try desk.reserve(peer, pack(3), 8192) == nil)
        #expect(try desk.reserve(peer, pack(4), 0) == .quota)
    }

    @Test("A million one-byte objects cost what they take, not what they hold")
    func smallObjects() throws {
        let (peer, _) = try desk.session(opening { $0.limits.quota = .kibibytes(16) })
        try desk.save(peer, pack(1), 1)
        try desk.save(peer, pack(2), 1)
        #expect(try desk.reserve(peer, pack(3), 1) == .quota)
    }

    @Test("The quota is the repository's: other sessions' uploads and other clients' objects count")
    func shared() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.quota = .kibibytes(24) }
        let (first, _) = try desk.session(opening("web1", at: "main:shared", with: limits))
        let (second, _) = try desk.session(opening("web2", at: "main:shared", with: limits))
        try desk.save(first, pack(1))
        #expect(try desk.reserve(second, pack(2)) == nil)
        #expect(try desk.reserve(first, pack(3)) == nil)
        #expect(try desk.reserve(second, pack(4)) == .quota)
        desk.hangUp(first)
        #expect(try desk.reserve(second, pack(4)) == nil)
    }

    @Test("An upload that is given up, or fails, gives its room back")
    func givenBack() throws {
        let (peer, _) = try desk.session(opening { $0.limits.quota = .kibibytes(8) })
        guard case .reserved(let number) = desk.send(peer, .reserve(try pack(1), .zero, .unlimited, seen: 0)) else {
            throw Desk.Unexpected()
        }
        desk.send(peer, .release(reservation: number))
        let row = try desk.permit(peer, pack(2))
        #expect(try desk.reserve(peer, pack(3)) == .quota)
        #expect(desk.send(peer, .failed(row: row, reason: "EIO")) == .granted)
        try desk.save(peer, pack(3))
    }

    @Test("The number of objects is bounded")
    func objects() throws {
        let (peer, _) = try desk.session(opening { $0.limits.maxObjects = 2 })
        try desk.save(peer, pack(1))
        #expect(try desk.reserve(peer, pack(2)) == nil)
        #expect(try desk.reserve(peer, pack(3)) == .maxObjects)
    }

    @Test("The floor is the storage's: uploads into other repositories count, to the last byte and the last inode")
    func floor() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.floor = .kibibytes(100) }
        let (first, _) = try desk.session(opening("web1", with: limits))
        let (second, _) = try desk.session(opening("web2", at: "main:web2", with: limits))
        let (other, _) = try desk.session(opening("web3", at: "other:web3", with: limits))
        let free = FreeSpace(bytes: .kibibytes(116), inodes: 12, inodeFloor: 10)
        #expect(try desk.reserve(first, pack(1), 1, free: free) == nil)
        #expect(try desk.reserve(second, pack(2), 4097, free: free) == .floor)
        #expect(try desk.reserve(second, pack(2), 4096, free: free) == nil)
        #expect(try desk.reserve(first, pack(3), 0, free: free) == .floor)
        #expect(try desk.reserve(other, pack(4), 1, free: free) == nil)
        let scarce = FreeSpace(bytes: .gibibytes(1), inodes: 11, inodeFloor: 10)
        #expect(try desk.reserve(other, pack(5), 1, free: scarce) == .floor)
    }

    @Test("What another session stored after the free space was measured still counts against the floor")
    func staleMeasure() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.floor = .kibibytes(100) }
        let (first, _) = try desk.session(opening("web1", with: limits))
        let (second, welcome) = try desk.session(opening("web2", at: "main:web2", with: limits))
        let free = FreeSpace(bytes: .kibibytes(112), inodes: 100, inodeFloor: 0)
        let row = try desk.save(first, pack(1))
        let stale = Message.reserve(try pack(2), .kibibytes(4), free, seen: welcome.number)
        let fresh = Message.reserve(try pack(2), .kibibytes(4), free, seen: row)
        guard case .refused(.floor, _) = desk.send(second, stale) else { throw Desk.Unexpected() }
        guard case .reserved = desk.send(second, fresh) else { throw Desk.Unexpected() }
    }

    @Test("What a client uploads a day is bounded over all its repositories, until midnight in UTC")
    func uploadPerDay() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.uploadPerDay = ByteCount(bytes: 3000) }
        let (first, _) = try desk.session(opening(with: limits))
        let (second, _) = try desk.session(opening("web1", at: "main:b", with: limits))
        try desk.save(first, pack(1))
        #expect(try desk.reserve(second, pack(2)) == nil)
        #expect(try desk.reserve(first, pack(3), 1001) == .uploadPerDay)
        #expect(try desk.reserve(first, pack(3), 1000) == nil)
        desk.time.advance(Desk.day / 2 - 1)
        #expect(try desk.reserve(first, pack(4), 1) == .uploadPerDay)
        desk.time.advance(1)
        #expect(try desk.reserve(first, pack(4), 1) == nil)
    }

    @Test("So are its snapshots")
    func snapshotsPerDay() throws {
        let (peer, _) = try desk.session(opening { $0.limits.snapshotsPerDay = 2 })
        try desk.save(peer, .file(.snapshots, try name(1)))
        #expect(try desk.reserve(peer, .file(.snapshots, try name(2))) == nil)
        #expect(try desk.reserve(peer, .file(.snapshots, try name(3))) == .snapshotsPerDay)
        #expect(try desk.reserve(peer, pack(4)) == nil)
    }

    @Test("An object larger than any of its kind is refused, whatever the gate thought")
    func size() throws {
        let (peer, _) = try desk.session(opening())
        #expect(try desk.reserve(peer, lock(1), 16 << 10) == nil)
        #expect(try desk.reserve(peer, lock(2), 16 << 10 + 1) == .tooLarge)
        #expect(try desk.reserve(peer, pack(1), .max) == .tooLarge)
    }

    @Test("Sessions of a client at once are bounded; another client's are not touched")
    func sessions() throws {
        let two: (inout SessionOpening) -> Void = { $0.limits.sessions = 2 }
        let (first, _) = try desk.session(opening(with: two))
        _ = try desk.session(opening("web1", at: "main:other", with: two))
        #expect(try desk.session(opening(with: two)).welcome.refusal == .tooManySessions)
        #expect(try desk.session(opening("web2", with: two)).welcome.refusal == nil)
        desk.hangUp(first)
        #expect(try desk.session(opening(with: two)).welcome.refusal == nil)
    }

    @Test("Past the day's rows nothing is stored, refusals fold into one row an hour, and a restore still works")
    func rowsPerDay() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.rowsPerDay = 10 }
        let (peer, _) = try desk.session(opening(with: limits))
        for number in 1...9 { try desk.save(peer, pack(number)) }
        #expect(try desk.reserve(peer, pack(10)) == .rowsPerDay)
        for _ in 1...5 {
            #expect(desk.send(peer, .refusal(.remove, try pack(1), .appendOnly, asked: "")) == .granted)
        }
        #expect(try desk.rows.count == 10)
        let (reading, welcome) = try desk.session(opening(with: limits))
        #expect(welcome.refusal == nil)
        #expect(desk.send(reading, .close(SessionCounts())) == .granted)
        let (_, third) = try desk.session(opening(with: limits))
        #expect(third.refusal == .rowsPerDay)
        #expect(third.number == 0)
        desk.time.advance(3_600_000)
        _ = desk.books.run([])
        let fold = try #require(desk.rows.last)
        #expect(fold.entry.action == .fold)
        #expect(fold.entry.client == "web1")
        #expect(fold.entry.number("count") == 7)
        desk.time.advance(Desk.day)
        try desk.save(peer, pack(10))
    }

    @Test("Bytes on a read budget are counted over sessions, and start anew each day")
    func readBudget() throws {
        let limits: (inout SessionOpening) -> Void = { $0.limits.readBudget = ByteCount(bytes: 100) }
        let (first, _) = try desk.session(opening(with: limits))
        let (second, _) = try desk.session(opening(with: limits))
        #expect(desk.send(first, .mayRead(ByteCount(bytes: 60))) == .granted)
        #expect(desk.send(first, .close(SessionCounts())) == .granted)
        #expect(desk.send(second, .mayRead(ByteCount(bytes: 40))) == .granted)
        guard case .refused(.readBudget, _) = desk.send(second, .mayRead(ByteCount(bytes: 1))) else {
            throw Desk.Unexpected()
        }
        #expect(try desk.rows.last?.entry.reason == "read-budget")
        desk.time.advance(Desk.day)
        #expect(desk.send(second, .mayRead(ByteCount(bytes: 100))) == .granted)
    }

    @Test("A gate can keep only so much open, whatever it asks for")
    func bounded() throws {
        let (peer, _) = try desk.session(opening())
        for number in 0..<LedgerLimits.reservations { #expect(try desk.reserve(peer, pack(number)) == nil) }
        #expect(desk.send(peer, .reserve(try pack(99), .zero, .unlimited, seen: 0)) == .failure(.violation))
    }
}

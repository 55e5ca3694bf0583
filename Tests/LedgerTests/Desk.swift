import Catalog
import Glibc
import LedgerWire
import Policy
import Restic
import Testing
import Trail

@testable import Ledger

/// The books without sockets, on a clock that the test sets: 2027-01-15, noon.
final class Desk {
    static let noon: Int64 = 1_800_014_400_000
    static let day: Int64 = 86_400_000

    let scratch: Scratch
    let time = SharedTime(Desk.noon)
    private(set) var books: Books
    private var lastPeer: UInt64 = 0

    var settings: Settings { Settings(state: scratch.path) }

    init() throws {
        scratch = try Scratch(in: "/dev/shm")
        for folder in ["trail", "catalog"] { _ = unsafe mkdir("\(scratch.path)/\(folder)", 0o700) }
        books = try Self.open(Settings(state: scratch.path), time)
    }

    private static func open(_ settings: Settings, _ time: SharedTime) throws -> Books {
        let (trail, catalog) = (
            try TrailWriter(settings.trail, clock: time.clock), try Catalog(settings.catalog)
        )
        let reader = try trail.reader()
        try catalog.catchUp(with: reader)
        return try Books(
            trail: trail, catalog: catalog, owner: geteuid(),
            monotonic: { time.clock.now().milliseconds }, say: { _ in })
    }

    /// The ledger dies here, without a word, and starts again.
    func crash() throws { books = try Self.open(settings, time) }

    /// The ledger ends in good order, and starts again.
    func restart() throws {
        books.close()
        try crash()
    }

    /// A new connection, of a process that is gone already.
    func peer() -> PeerID {
        lastPeer += 1
        return PeerID(number: lastPeer)
    }

    func event(_ peer: PeerID, _ message: Message, user: uid_t = 0, pid: pid_t = 0) -> Event {
        Event(peer: peer, who: Event.Who(user: user, pid: pid), content: .message(id: 1, message))
    }

    @discardableResult
    func send(_ peer: PeerID, _ message: Message, user: uid_t = 0, pid: pid_t = 0) -> Reply? {
        books.run([event(peer, message, user: user, pid: pid)]).first?.reply
    }

    func hangUp(_ peer: PeerID) {
        _ = books.run([Event(peer: peer, who: Event.Who(user: 0, pid: 0), content: .hangUp)])
    }

    /// A connection with a session.
    func session(_ opening: SessionOpening) throws -> (peer: PeerID, welcome: SessionWelcome) {
        let peer = peer()
        guard case .opened(let welcome) = send(peer, .open(opening)) else { throw Unexpected() }
        return (peer, welcome)
    }

    func reserve(
        _ peer: PeerID, _ object: Object, _ length: UInt64 = 1000, free: FreeSpace = .unlimited
    ) throws -> Refusal? {
        switch send(peer, .reserve(object, ByteCount(bytes: length), free, seen: books.trail.last)) {
        case .reserved: nil
        case .refused(let refusal, _): refusal
        case .opened, .granted, .permitted, .dismissed, .held, .began, .state, .failure, nil: throw Unexpected()
        }
    }

    /// Stores an object up to the permit.
    func permit(_ peer: PeerID, _ object: Object, _ length: UInt64 = 1000) throws -> UInt64 {
        let wanted = Message.reserve(object, ByteCount(bytes: length), .unlimited, seen: 0)
        guard case .reserved(let number) = send(peer, wanted),
            case .permitted(let row) = send(peer, .permitSave(reservation: number))
        else { throw Unexpected() }
        return row
    }

    /// Stores an object.
    @discardableResult
    func save(_ peer: PeerID, _ object: Object, _ length: UInt64 = 1000) throws -> UInt64 {
        let row = try permit(peer, object, length)
        send(peer, .done(row: row))
        return row
    }

    var rows: [Row] { get throws { try TrailReader(settings.trail).rows() } }

    /// All that is in the live catalog.
    var dump: [String] {
        get throws {
            var lines: [String] = []
            try books.catalog.dump { lines.append($0) }
            return lines
        }
    }

    /// All that is in a catalog made anew from the trail.
    var rebuiltDump: [String] {
        get throws {
            let path = "\(scratch.path)/rebuilt.sqlite"
            for end in ["", "-wal", "-shm"] { _ = unsafe unlink(path + end) }
            let catalog = try Catalog(path)
            try catalog.catchUp(with: try TrailReader(settings.trail))
            var lines: [String] = []
            try catalog.dump { lines.append($0) }
            return lines
        }
    }

    struct Unexpected: Error {}
}

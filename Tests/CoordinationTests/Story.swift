import Catalog
import Policy
import Restic
import Testing
import Trail

/// A trail that a test tells row by row, with the catalog that follows from it.
final class Story {
    /// 2027-01-15 08:00:00 UTC, when the desk's admin looks.
    static let now: Int64 = 1_800_000_000_000

    /// Where the admin sits. What was told until now is in the trail.
    var desk: Desk {
        commit()
        return room
    }
    private let room: Desk
    private let clock = Hand()
    private let trail: TrailWriter

    init() throws {
        room = try Desk()
        room.setUp()
        trail = try TrailWriter(room.path("state/trail/audit.sqlite"), clock: Clock { [clock] in clock.moment })
    }

    /// Goes to so many minutes before the admin looks.
    func minutesAgo(_ minutes: Int64) { clock.moment = Moment(milliseconds: Self.now - minutes * 60_000) }

    /// Lets time go by.
    func pass(seconds: Int64) { clock.moment = Moment(milliseconds: clock.moment.milliseconds + seconds * 1000) }

    /// Adds a row; `nil` opens a session.
    @discardableResult
    func tell(_ entry: Entry, session: UInt64? = 0) throws -> UInt64 {
        try trail.append(entry, session: session).seq
    }

    /// Puts on the disk what was told. A flush for each row would only take time.
    func commit() {
        do { try trail.commit() } catch { Issue.record("the story is not written: \(error)") }
    }

    /// Opens a session.
    func open(
        _ client: String, from source: String = "192.0.2.7", key: String = "SHA256:first",
        refused: Refusal? = nil
    ) throws -> UInt64 {
        try tell(
            Entry(
                client: client, key: key, source: source, repository: client, action: .open,
                outcome: refused == nil ? .allowed : .refused, reason: refused?.rawValue ?? "",
                details: [.init("asked", "serve restic --stdio \(client)"), .init("place", "main:\(client)")]),
            session: nil)
    }

    /// One act in a session.
    @discardableResult
    func act(
        _ client: String, _ session: UInt64, _ action: Action, _ object: String, _ outcome: Outcome = .allowed,
        reason: String = "", bytes: UInt64 = 0, row: UInt64? = nil
    ) throws -> UInt64 {
        try tell(
            Entry(
                client: client, key: "SHA256:first", source: "192.0.2.7", repository: client, action: action,
                object: object, bytes: ByteCount(bytes: bytes), outcome: outcome, reason: reason,
                details: row.map { [.init("row", $0)] } ?? []),
            session: session)
    }

    /// Ends a session in order.
    func close(
        _ client: String, _ session: UInt64, bytesIn: UInt64 = 0, bytesOut: UInt64 = 0, snapshots: UInt64 = 1,
        refusals: UInt64 = 0
    ) throws {
        try tell(
            Entry(
                client: client, repository: client, action: .close, outcome: .allowed,
                details: [
                    .init("saves", snapshots), .init("bytesIn", bytesIn), .init("bytesOut", bytesOut),
                    .init("snapshots", snapshots), .init("refusals", refusals),
                ]), session: session)
    }

    /// Brings the catalog up to date, as the ledger does.
    func catchUp() throws {
        let catalog = try Catalog(desk.path("state/catalog/catalog.sqlite"))
        _ = try catalog.catchUp(with: TrailReader(desk.path("state/trail/audit.sqlite")))
        try catalog.commit()
    }

    /// The ledger tidies up.
    func checkpoint() {
        commit()
        trail.checkpoint()
    }

    /// A name of an object.
    static func name(_ digit: Int) -> String { String(repeating: String(digit, radix: 16), count: 64) }

    private final class Hand: @unchecked Sendable {
        var moment = Moment(milliseconds: Story.now)
    }
}

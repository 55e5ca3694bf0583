internal import Linux
public import LedgerWire
public import Policy
public import Restic

/// A gate's session at the ledger: its one connection, opened before the gate confines itself.
///
/// Any thread may call it. Each call waits at most for the deadline; after a call that ran into it, and once the
/// ledger has hung up, the session is dead for ever and each call throws at once.
public final class LedgerSession: Sendable {
    /// The session's number in the trail.
    public let number: UInt64
    /// Why there is no session: the gate's own refusal, or one of the ledger's, for example too many sessions. Its row
    /// is written and the ledger has hung up; only ``close(_:)`` may still be called.
    public let refusal: Refusal?
    /// Whether no other session is live in this repository.
    public let alone: Bool
    /// Whether maintenance takes something away from this repository: what may be read too early is to be asked for with
    /// ``mayProceed()``.
    public let duringMaintenance: Bool
    /// What dead sessions of this place left open: look at the store, and ``settle(_:present:)`` each.
    public let unsettled: [Unsettled]
    private let connection: Connection

    /// Opens a session.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - opening: who, where, and how much; it cannot be changed later.
    ///   - deadline: how long each call waits.
    /// - Returns: the session; look at ``refusal`` first.
    /// - Throws: ``LedgerError``; then there is no session, and its row may or may not be in the trail.
    public static func open(
        socket path: String, _ opening: SessionOpening, deadline: Duration
    ) throws(LedgerError) -> LedgerSession {
        try request(socket: path, opening, deadline: deadline).opened()
    }

    /// A session that was asked for, and whose row the ledger brings to the disk meanwhile. Dropping it gives it up.
    public struct Requested: ~Copyable {
        fileprivate let connection: Connection
        fileprivate let message: Connection.Posted

        /// Waits until the row is on the disk.
        ///
        /// - Returns: the session; look at ``LedgerSession/refusal`` first.
        /// - Throws: as ``LedgerSession/open(socket:_:deadline:)``.
        public consuming func opened() throws(LedgerError) -> LedgerSession {
            let connection = connection
            guard case .opened(let welcome) = try connection.reply(to: message) else { throw .protocolViolation }
            return LedgerSession(connection, welcome)
        }
    }

    /// Asks for a session as ``open(socket:_:deadline:)`` does, and does not wait for it.
    public static func request(
        socket path: String, _ opening: SessionOpening, deadline: Duration
    ) throws(LedgerError) -> Requested {
        let connection = try Connection(to: path, patience: deadline)
        return Requested(connection: connection, message: try connection.post(.open(opening)))
    }

    private init(_ connection: Connection, _ welcome: SessionWelcome) {
        self.connection = connection
        number = welcome.number
        refusal = welcome.refusal
        alone = welcome.alone
        duringMaintenance = welcome.duringMaintenance
        unsettled = welcome.unsettled
        if welcome.refusal != nil { connection.end(.gone) }
    }

    /// For poll(2) with POLLRDHUP only; -1, which poll ignores, in a refused session. It stays open as long as this
    /// object lives.
    public var descriptor: Int32 { refusal == nil ? connection.descriptor.raw : -1 }

    /// Whether the session can still be used, as far as one can know without asking the ledger.
    public var isAlive: Bool { connection.isConnected }

    /// Whether an admin ended the session; known once ``isAlive`` was asked after the ledger hung up.
    public var isDismissed: Bool { connection.end == .dismissed }

    /// Tells what became of an unsettled row.
    ///
    /// - Parameters:
    ///   - row: its number, as in ``unsettled``.
    ///   - present: whether its object (or for `create`, the whole skeleton) is in the store now.
    /// - Throws: ``LedgerError``.
    public func settle(_ row: UInt64, present: Bool) throws(LedgerError) {
        try expectGranted(.settle(row: row, present: present))
    }

    /// Asks whether the repository's folders may be made.
    public func permitCreate() throws(LedgerError) -> Verdict<Permit> {
        try permit(.permitCreate, .create, nil)
    }

    /// Asks for room for an object of `length`, before its body is read. Quota, number of objects, the storage's floor
    /// (bytes and inodes), the client's limits of today, locks, and who may initialise: all sessions' reservations
    /// count. No row is written unless it is refused.
    ///
    /// - Parameters:
    ///   - object: what will be stored.
    ///   - length: the announced length of its body.
    ///   - free: what the storage had free a moment ago.
    /// - Returns: the reservation, or the refusal.
    /// - Throws: ``LedgerError``.
    public func reserve(
        _ object: Object, _ length: ByteCount, free: FreeSpace
    ) throws(LedgerError) -> Verdict<Reservation> {
        switch try connection.ask(.reserve(object, length, free, seen: connection.lastRow)) {
        case .reserved(let number): .granted(Reservation(number, of: object, in: self))
        case .refused(let refusal, _): .refused(refusal)
        case .held: .held
        case .opened, .granted, .permitted, .failure, .began, .state, .dismissed: throw violation()
        }
    }

    /// Asks whether an object that is whole, durable under a temporary name and of the right hash may get its name.
    /// When it returns a permit, the row is on the disk.
    public func permitSave(_ reservation: consuming Reservation) throws(LedgerError) -> Verdict<Permit> {
        let object = reservation.object
        return try permit(.permitSave(reservation: reservation.spend()), .save, object)
    }

    /// Gives up an upload. Dropping the reservation does the same.
    public func release(_ reservation: consuming Reservation) {
        _ = consume reservation
    }

    /// Asks whether an object may be removed: a lock of the client's own, or with `sweeping` a key file of a cut init.
    public func permitRemove(_ object: Object, sweeping: Bool) throws(LedgerError) -> Verdict<Permit> {
        try permit(.permitRemove(object, sweeping: sweeping), sweeping ? .sweep : .remove, object)
    }

    /// In a session of maintenance: asks whether an object may be moved to the trash, back from there, or out of it for
    /// good.
    ///
    /// - Parameters:
    ///   - act: which of the three.
    ///   - object: which object.
    ///   - run: in whose part of the trash it lies, or will.
    /// - Returns: the permit, or the refusal.
    /// - Throws: ``LedgerError``.
    public func permit(_ act: TrashAct, _ object: Object, of run: UInt64) throws(LedgerError) -> Verdict<Permit> {
        try permit(.permitTrash(act, object, run: run), act.action, object)
    }

    /// Asks whether what is read now will still be true when something is stored that relies on it.
    ///
    /// - Throws: ``LedgerError``.
    public func mayProceed() throws(LedgerError) -> Verdict<Void> {
        switch try connection.ask(.mayProceed) {
        case .granted: .granted(())
        case .refused(let refusal, _): .refused(refusal)
        case .held: .held
        case .opened, .permitted, .reserved, .failure, .began, .state, .dismissed: throw violation()
        }
    }

    /// Says that what the row of a permit allowed is done. It does not wait.
    public func done(_ row: UInt64) {
        connection.tell(.done(row: row))
    }

    /// Writes down that what the row of a permit allowed could not be done, so that it counts for nothing.
    ///
    /// - Parameters:
    ///   - row: the permit's.
    ///   - reason: ``FailureReason/present`` if the object was there already, or a short text for the trail.
    /// - Throws: ``LedgerError``.
    public func failed(_ row: UInt64, reason: String) throws(LedgerError) {
        try expectGranted(.failed(row: row, reason: reason))
    }

    /// Writes down a refusal of the gate's own. What the ledger refuses it has written down itself.
    ///
    /// - Parameters:
    ///   - action: what was asked for.
    ///   - object: on what.
    ///   - refusal: why not.
    ///   - asked: the client's own words where they are no request; escaped in the trail.
    /// - Throws: ``LedgerError``.
    public func noteRefusal(
        _ action: Action, _ object: Object?, _ refusal: Refusal, asked: String = ""
    ) throws(LedgerError) {
        try expectGranted(.refusal(action, object, refusal, asked: asked))
    }

    /// Writes down that something could not be done before it came to a permit.
    ///
    /// - Parameters:
    ///   - action: what was asked for.
    ///   - object: on what.
    ///   - reason: a short text for the admin.
    /// - Throws: ``LedgerError``.
    public func noteFailure(_ action: Action, _ object: Object?, reason: String) throws(LedgerError) {
        try expectGranted(.failure(action, object, reason: reason))
    }

    /// Asks whether so many bytes of `data` may be read; needed only where the policy has a read budget.
    public func mayRead(_ bytes: ByteCount) throws(LedgerError) -> Verdict<Void> {
        switch try connection.ask(.mayRead(bytes)) {
        case .granted: .granted(())
        case .refused(let refusal, _): .refused(refusal)
        case .opened, .permitted, .reserved, .failure, .held, .began, .state, .dismissed: throw violation()
        }
    }

    /// Ends the session with its last row.
    ///
    /// - Returns: whether that row is on the disk; if not, the ledger will write that the gate died.
    @discardableResult
    public func close(_ counts: SessionCounts) -> Bool {
        guard refusal == nil else { return true }
        do {
            try expectGranted(.close(counts))
            connection.end(.gone)
            return true
        } catch {
            connection.end(error)
            return false
        }
    }

    func giveBack(_ reservation: UInt64) {
        connection.tell(.release(reservation: reservation))
    }

    private func permit(
        _ message: Message, _ action: Action, _ object: Object?
    ) throws(LedgerError) -> Verdict<Permit> {
        switch try connection.ask(message) {
        case .permitted(let row): .granted(Permit(row: row, action: action, object: object))
        case .refused(let refusal, _): .refused(refusal)
        case .opened, .granted, .reserved, .failure, .held, .began, .state, .dismissed: throw violation()
        }
    }

    private func expectGranted(_ message: Message) throws(LedgerError) {
        guard case .granted = try connection.ask(message) else { throw violation() }
    }

    private func violation() -> LedgerError {
        connection.end(.protocolViolation)
        return .protocolViolation
    }
}

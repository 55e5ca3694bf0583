internal import Catalog
internal import Glibc
internal import LedgerWire
internal import Policy
internal import Restic
internal import Trail

/// The ledger's mind, without its sockets: trail, catalog, and what is going on now. One thread uses it.
///
/// Requests come in batches. All rows of a batch reach the disk with one flush, and only then is anything answered; if
/// that fails, nothing of the batch has happened.
final class Books {
    let trail: TrailWriter
    let catalog: Catalog
    /// Where some rows are copied to, if anywhere.
    private let copies: Copies?
    let monotonic: @Sendable () -> Int64
    let owner: uid_t
    let say: (String) -> Void
    var present = Present()
    var remnants: Remnants
    /// Connections that ended while the disk was full: their rows are still to be written.
    private var unwritten: [PeerID] = []
    private var catalogIsBehind = false
    private var isStuck = false
    /// What makes it useless to go on; a full disk does not.
    private(set) var fatal: Trouble?

    init(
        trail: TrailWriter, catalog: Catalog, copies: Copies? = nil, owner: uid_t,
        monotonic: @escaping @Sendable () -> Int64, say: @escaping (String) -> Void
    ) throws(Trouble) {
        self.trail = trail
        self.catalog = catalog
        self.copies = copies
        self.owner = owner
        self.monotonic = monotonic
        self.say = say
        remnants = Remnants(until: monotonic() + LedgerLimits.remnants, monotonic: monotonic)
        try closeLostSessions()
    }

    /// Whether something waits for room on the disk, or for the end of an hour.
    var hasUnfinishedWork: Bool { !unwritten.isEmpty || catalogIsBehind || !present.folds.isEmpty || !overdue.isEmpty }

    /// Does what the events ask for, all or nothing.
    ///
    /// - Returns: the answers, to be sent now.
    func run(_ events: [Event]) -> [Answer] {
        let before = present
        do throws(Trouble) {
            try catchUp()
            var answers: [Answer] = []
            for peer in unwritten {
                try endRun(of: peer)
                try end(peer, "gate died")
            }
            try writeFolds(all: false)
            for event in events {
                answers += try handle(event)
            }
            answers += try endOverdue()
            try commit()
            unwritten = []
            if isStuck { say("there is room again") }
            isStuck = false
            return answers
        } catch {
            rollback(to: before)
            if !isStuck { say("nothing can be written: \(error)") }
            isStuck = true
            if error.isFull { makeRoom() } else { fatal = error }
            return events.compactMap { refuse($0, because: error) }
        }
    }

    /// Writes what is known only here, because the ledger ends now.
    func close() {
        let before = present
        do throws(Trouble) {
            try catchUp()
            try writeFolds(all: true)
            for session in present.sessions.values.sorted(by: { $0.number < $1.number }) {
                try end(session, "ledger stopped")
            }
            try commit()
        } catch {
            rollback(to: before)
            say("the last rows could not be written: \(error)")
        }
        catalog.checkpoint()
        trail.checkpoint()
    }

    private func rollback(to before: Present) {
        trail.rollback()
        catalog.rollback()
        copies?.forget()
        present = before
    }

    /// The logs beside the databases hold pages many times over: without them there may be room.
    private func makeRoom() {
        catalog.checkpoint()
        trail.checkpoint()
    }

    private func handle(_ event: Event) throws(Trouble) -> [Answer] {
        switch event.content {
        case .hangUp:
            try endRun(of: event.peer)
            try end(event.peer, "gate died")
            return []
        case .message(let id, .dismiss(let dismissal)): return try dismiss(dismissal, event, id)
        case .message(let id, let message):
            let reply = try answer(message, event)
            guard message.isAnswered || reply == .failure(.violation) else { return [] }
            var answer = Answer(peer: event.peer, id: id, reply: reply)
            switch reply {
            case .failure(.violation), .failure(.notAllowed): answer.hangsUp = true
            case .opened(let welcome): answer.hangsUp = welcome.refusal != nil
            case .granted, .permitted, .reserved, .refused, .failure, .held, .began, .state, .dismissed: break
            }
            return [answer]
        }
    }

    private func answer(_ message: Message, _ event: Event) throws(Trouble) -> Reply {
        switch message {
        case .open(let opening): return try open(opening, event)
        case .admin(let act): return try record(act, by: event.who)
        case .beginRun(let opening): return try begin(opening, event)
        case .runState: return try answer(.state, from: event.peer)
        case .fence: return try answer(.fence, from: event.peer)
        case .endRun(let ending): return try answer(.end(ending), from: event.peer)
        case .dismiss: return .failure(.violation)
        case .greet: return isAdmin(event.who) ? .granted : .failure(.notAllowed)
        case .settle, .permitCreate, .reserve, .permitSave, .release, .permitRemove, .done, .failed, .refusal,
            .mayRead, .close, .failure, .permitTrash, .mayProceed:
            guard let number = present.sessionOf[event.peer], let session = present.sessions[number] else {
                return .failure(.violation)
            }
            return try answer(message, in: session, event.peer)
        }
    }

    private func answer(_ message: Message, in session: LiveSession, _ peer: PeerID) throws(Trouble) -> Reply {
        switch message {
        case .settle(let row, let isPresent): try settle(row, isPresent, session)
        case .permitCreate: try permitCreate(session)
        case .reserve(let object, let length, let free, let seen): try reserve(object, length, free, seen, session)
        case .permitSave(let reservation): try permitSave(reservation, session)
        case .release(let reservation): release(reservation, session)
        case .permitRemove(let object, let isSweep): try permitRemove(object, isSweep, session)
        case .done(let row): try done(row, session)
        case .failed(let row, let reason): try failed(row, reason, session)
        case .refusal(let action, let object, let refusal, let asked):
            try note(action, object, refusal, asked, session)
        case .failure(let action, let object, let reason): try noteFailure(action, object, reason, session)
        case .mayRead(let bytes): try mayRead(bytes, session)
        case .close(let counts): try close(session, counts, peer)
        case .permitTrash(let act, let object, let run): try permit(act, object, of: run, session)
        case .mayProceed: standstill(session) ?? .granted
        case .open, .admin, .beginRun, .runState, .fence, .endRun, .dismiss, .greet: .failure(.violation)
        }
    }

    /// Adds a row, to the trail and to what follows from it.
    @discardableResult
    func add(_ entry: Entry, session: UInt64?) throws(Trouble) -> Row {
        let row = try Trouble.trail { () throws(TrailError) in try trail.append(entry, session: session) }
        try Trouble.catalog { () throws(CatalogError) in try catalog.apply(row) }
        copies?.add(row)
        return row
    }

    private func commit() throws(Trouble) {
        try commitRows()
        // From here on the rows are there. If the catalog cannot follow now, it does before the next batch.
        do throws(CatalogError) {
            try catalog.commit()
        } catch {
            catalogIsBehind = true
            say("\(error); it will catch up")
            if !error.isFull { fatal = .catalog(error) }
        }
    }

    /// Puts the rows on the disk, and only then their copies on their way.
    func commitRows() throws(Trouble) {
        try Trouble.trail { () throws(TrailError) in try trail.commit() }
        copies?.send()
    }

    private func catchUp() throws(Trouble) {
        guard catalogIsBehind else { return }
        let reader = try Trouble.trail { () throws(TrailError) in try trail.reader() }
        try Trouble.catalog { () throws(CatalogError) in _ = try catalog.catchUp(with: reader) }
        catalogIsBehind = false
    }

    /// The answer to an event of a batch that failed. What needs no row has happened nevertheless.
    private func refuse(_ event: Event, because trouble: Trouble) -> Answer? {
        switch event.content {
        case .hangUp:
            unwritten.append(event.peer)
            return nil
        case .message(let id, let message):
            if let number = present.sessionOf[event.peer], let session = present.sessions[number] {
                switch message {
                // A gate that hears no permit has given up the upload.
                case .release(let reservation), .permitSave(let reservation): _ = release(reservation, session)
                case .done(let row): present.sessions[number]?.pending[row] = nil
                case .open, .settle, .permitCreate, .reserve, .permitRemove, .failed, .refusal, .failure, .mayRead,
                    .close, .admin, .beginRun, .runState, .fence, .endRun, .permitTrash, .mayProceed,
                    .dismiss, .greet:
                    break
                }
            }
            guard message.isAnswered else { return nil }
            return Answer(peer: event.peer, id: id, reply: .failure(trouble.isFull ? .full : .broken))
        }
    }
}

internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store

/// An upload into the store.
///
/// Unchecked, because the compiler cannot see the rule: there is one job of an upload at a time.
final class Receiving: Intake, @unchecked Sendable {
    private let session: ServedSession
    private let object: Object
    private let length: ByteCount
    private var upload: Upload?
    private var reservation: Reservation?
    /// A key file is looked at as a whole; it has 64 KiB at most.
    private var keyFile: [UInt8] = []

    init(_ session: ServedSession, _ object: Object, length: ByteCount) {
        self.session = session
        self.object = object
        self.length = length
    }

    /// Whether the object is new, once it was answered with 200.
    var isNew: Bool { upload?.isRepeat == false }

    /// Reserves room, and opens the temporary file.
    func begin() -> JobResult {
        attempt { () throws(Obstacle) in
            let ledger = try recording { () throws(LedgerError) in try session.ledger() }
            let isThere = try storing { () throws(StoreError) in try session.repository.size(of: object) } != nil
            if !isThere {
                let free = try storing { () throws(StoreError) in try session.repository.freeSpace() }
                reservation = try permitted { () throws(LedgerError) in
                    try ledger.reserve(object, length, free: free)
                }
            }
            upload = try storing { () throws(StoreError) in
                try session.repository.begin(object, length: length, temporaryName: session.temporaryName(ledger))
            }
            return .ready
        }
    }

    /// Hashes and writes a chunk.
    func write(_ chunk: Chunk) -> JobResult {
        attempt { () throws(Obstacle) in
            if case .file(.keys, _) = object { unsafe keyFile += chunk.bytes }
            try storing { () throws(StoreError) in try unsafe upload?.write(chunk.bytes) }
            return .ready
        }
    }

    /// Checks the whole, asks the ledger, and gives the object its name.
    func finish() -> JobResult {
        attempt { () throws(Obstacle) in
            guard let upload else { throw .ledger(.gone) }
            try storing { () throws(StoreError) in try upload.seal() }
            if case .file(.keys, _) = object, !KeyFile.isWellFormed(keyFile) {
                return .answer(session.refuse(.save, object, .keyMalformed))
            }
            if upload.isRepeat {
                try storing { () throws(StoreError) in try session.repository.confirm(upload) }
            } else {
                try commit(upload)
            }
            return .answer(.done)
        }
    }

    /// Gives the upload up: what was written goes, and the room is free again.
    func abandon() {
        upload = nil
        reservation = nil
    }

    private func commit(_ upload: Upload) throws(Obstacle) {
        let ledger = try recording { () throws(LedgerError) in try session.ledger() }
        guard let room = reservation.take() else { throw .ledger(.gone) }
        let permit = try permit(ledger, room)
        let row = permit.row
        do throws(StoreError) {
            switch try session.repository.commit(upload, permit) {
            case .stored:
                session.shelf.stored(object)
                ledger.done(row)
            case .present: try? ledger.failed(row, reason: FailureReason.present)
            }
        } catch {
            ledger.gaveUp(row, because: error)
            throw .store(error)
        }
        if object == .config { session.becameConfigured() }
    }

    private func permit(_ ledger: LedgerSession, _ room: consuming Reservation) throws(Obstacle) -> Permit {
        let verdict: Verdict<Permit>
        do throws(LedgerError) { verdict = try ledger.permitSave(room) } catch { throw .ledger(error) }
        switch consume verdict {
        case .granted(let permit): return permit
        case .refused(let refusal): throw .refused(refusal)
        case .held: throw .held
        }
    }

    private func attempt(_ body: () throws(Obstacle) -> JobResult) -> JobResult {
        do throws(Obstacle) {
            return try body()
        } catch {
            abandon()
            switch error {
            case .store(let error): return .answer(session.answer(error, .save, object))
            case .ledger(let error): return .answer(.failed(.ledger(error)))
            case .refused(let refusal): return .answer(.refused(refusal))
            case .held: return .held
            }
        }
    }
}

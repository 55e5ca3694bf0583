internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store

/// One upload on the workers' side: begin, write chunk by chunk, finish.
///
/// Unchecked, because the compiler cannot see the rule: there is one job of an upload at a time.
final class Receiving: @unchecked Sendable {
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
            if try store({ () throws(StoreError) in try session.repository.size(of: object) }) == nil {
                let free = try store { () throws(StoreError) in try session.repository.freeSpace() }
                switch try ledger({ (ledger) throws(LedgerError) in try ledger.reserve(object, length, free: free) }) {
                case .granted(let granted): reservation = consume granted
                case .refused(let refusal): return .answer(.refused(refusal))
                }
            }
            let name = try temporaryName()
            upload = try store { () throws(StoreError) in
                try session.repository.begin(object, length: length, temporaryName: name)
            }
            return .ready(nil)
        }
    }

    /// Hashes and writes a chunk, which comes back.
    func write(_ chunk: Chunk) -> JobResult {
        attempt { () throws(Obstacle) in
            if case .file(.keys, _) = object { unsafe keyFile += chunk.bytes }
            try store { () throws(StoreError) in try unsafe upload?.write(chunk.bytes) }
            return .ready(chunk)
        }
    }

    /// Checks the whole, asks the ledger, and gives the object its name.
    func finish() -> JobResult {
        let result = attempt { () throws(Obstacle) in
            guard let upload else { return .answer(.failed(.storage)) }
            try store { () throws(StoreError) in try upload.seal() }
            if case .file(.keys, _) = object, !KeyFile.isWellFormed(keyFile) {
                return .answer(session.refuse(.save, object, .keyMalformed))
            }
            if upload.isRepeat {
                try store { () throws(StoreError) in try session.repository.confirm(upload) }
                return .answer(.done)
            }
            return try commit(upload)
        }
        return result
    }

    /// Gives the upload up: what was written goes, and the room is free again.
    func abandon() {
        upload = nil
        reservation = nil
    }

    private func commit(_ upload: Upload) throws(Obstacle) -> JobResult {
        guard let room = reservation.take() else { return .answer(.failed(.storage)) }
        let ledger = try ledger { (ledger) throws(LedgerError) in ledger }
        let verdict: Verdict<Permit>
        do throws(LedgerError) { verdict = try ledger.permitSave(room) } catch { throw .ledger(error) }
        switch consume verdict {
        case .refused(let refusal): return .answer(.refused(refusal))
        case .granted(let permit):
            let row = permit.row
            do throws(StoreError) {
                try settle(try session.repository.commit(upload, permit), row, ledger)
                return .answer(.done)
            } catch {
                try? ledger.failed(row, reason: "\(error)")
                throw .store(error)
            }
        }
    }

    private func settle(_ outcome: CommitOutcome, _ row: UInt64, _ ledger: LedgerSession) throws(StoreError) {
        switch outcome {
        case .stored: ledger.done(row)
        case .present: try? ledger.failed(row, reason: FailureReason.present)
        }
        if object == .config { session.becameConfigured() }
    }
}

/// What can stand in the way of an upload.
private enum Obstacle: Error {
    case store(StoreError)
    case ledger(LedgerError)
}

extension Receiving {
    private func attempt(_ body: () throws(Obstacle) -> JobResult) -> JobResult {
        do throws(Obstacle) {
            return try body()
        } catch {
            abandon()
            switch error {
            case .store(let error): return .answer(session.answer(error, .save, object))
            case .ledger(let error): return .answer(.failed(.ledger(error)))
            }
        }
    }

    private func store<Result>(_ body: () throws(StoreError) -> Result) throws(Obstacle) -> Result {
        do throws(StoreError) { return try body() } catch { throw .store(error) }
    }

    private func ledger<Result: ~Copyable>(
        _ body: (LedgerSession) throws(LedgerError) -> Result
    ) throws(Obstacle) -> Result {
        do throws(LedgerError) { return try body(session.ledger()) } catch { throw .ledger(error) }
    }

    private func temporaryName() throws(Obstacle) -> String {
        do throws(LedgerError) { return try session.temporaryName() } catch { throw .ledger(error) }
    }
}

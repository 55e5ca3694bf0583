internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store
internal import Synchronization

/// An admitted session: what the workers need for their jobs. Everything in it may be used from any thread.
final class ServedSession: Sendable {
    /// What the policy allows.
    let grant: Grant
    /// What is visible of the repository.
    let shelf: Shelf
    /// Where maintenance moves what it removes; `nil`: this session is no maintenance.
    let trash: Trash?
    /// For the one list of which half is read ahead.
    let listAhead = Claim()
    private let entry: Result<LedgerSession, LedgerError>
    private let hasConfig: Atomic<Bool>
    private let uploads = Atomic<UInt64>(0)

    /// Takes what the gate opened before it confined itself.
    init(
        _ grant: Grant, _ shelf: Shelf, ledger: Result<LedgerSession, LedgerError>, configured: Bool,
        trash: Trash? = nil
    ) {
        self.grant = grant
        self.shelf = shelf
        self.trash = trash
        entry = ledger
        hasConfig = Atomic(configured)
    }

    /// The open repository.
    var repository: LocalRepository { shelf.repository }

    /// Whether the repository has a `config`.
    var configured: Bool { hasConfig.load(ordering: .relaxed) }

    /// The ledger's session.
    ///
    /// - Throws: why there is none; then nothing may be changed.
    func ledger() throws(LedgerError) -> LedgerSession { try entry.get() }

    /// Remembers that the `config` was stored.
    func becameConfigured() { hasConfig.store(true, ordering: .relaxed) }

    /// What takes an upload.
    func intake(of object: Object, length: ByteCount) -> any Intake {
        if case .file(.locks, let name) = object, let locks = shelf.locks { return LockIntake(self, locks, name) }
        return Receiving(self, object, length: length)
    }

    /// What keeps a session that began during maintenance from reading what will soon not be true.
    func maintenanceFirst() -> JobResult? {
        guard case .success(let ledger) = entry, ledger.duringMaintenance else { return nil }
        do throws(LedgerError) {
            return switch try ledger.mayProceed() {
            case .granted: nil
            case .held: .held
            case .refused(let refusal): .answer(.refused(refusal))
            }
        } catch {
            return .answer(.failed(.ledger(error)))
        }
    }

    /// A name in `tmp/` that no other upload uses: the session's number is its own for ever.
    func temporaryName(_ ledger: LedgerSession) -> String {
        "\(ledger.number).\(uploads.wrappingAdd(1, ordering: .relaxed).newValue)"
    }

    /// Writes a refusal into the trail, and answers it. It stays a refusal where the ledger is gone.
    func refuse(_ action: Action, _ object: Object?, _ refusal: Refusal, asked: String = "") -> Answer {
        var answer = Answer.refused(refusal)
        do throws(LedgerError) {
            try ledger().noteRefusal(action, object, refusal, asked: asked)
        } catch {
            answer.trouble = .ledger(error)
        }
        return answer
    }

    /// Answers what the store threw: the client's fault is a refusal, all else a failure; both are in the trail.
    func answer(_ error: StoreError, _ action: Action, _ object: Object?) -> Answer {
        switch error {
        case .hashMismatch: refuse(action, object, .wrongHash)
        case .lengthMismatch: refuse(action, object, .wrongLength)
        case .configDiffers: refuse(action, object, .configDiffers)
        case .full: refuse(action, object, .diskFull)
        case .notRegular, .damaged, .permitMismatch, .nested, .rootMissing, .readOnly, .unflushed,
            .system:
            fail(action, object, error)
        }
    }

    private func fail(_ action: Action, _ object: Object?, _ error: StoreError) -> Answer {
        do throws(LedgerError) {
            try ledger().noteFailure(action, object, reason: error.description)
            return .failed(.storage)
        } catch {
            return .failed(.ledger(error))
        }
    }
}

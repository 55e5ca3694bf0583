internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Store

/// The way into a repository of a local storage: look, ask the ledger, make what is missing, clean up, open.
struct LocalEntry {
    private let visitor: Visitor
    private let grant: Grant
    private let storage: LocalStorage
    private let floor: ByteCount
    /// Why the policy, looked at again, lets nobody in any more.
    private let secondLook: () -> Refusal?

    init(
        _ visitor: Visitor, _ grant: Grant, _ storage: LocalStorage, floor: ByteCount,
        secondLook: @escaping () -> Refusal?
    ) {
        self.visitor = visitor
        self.grant = grant
        self.storage = storage
        self.floor = floor
        self.secondLook = secondLook
    }

    /// Opens the repository.
    ///
    /// - Parameters:
    ///   - socket: the ledger's.
    ///   - patience: how long the ledger may take for each answer.
    /// - Returns: what the session may do, and the ledger's session where there is one.
    func open(ledger socket: String, patience: Duration) -> (service: Desk.Service, ledger: LedgerSession?) {
        let presence = Result { () throws(StoreError) in try storage.presence(at: place) }
        let opening = opening(presence)
        do throws(LedgerError) {
            let requested = try LedgerSession.request(socket: socket, opening, deadline: patience)
            let repository = whole(presence)
            let ledger = try requested.opened()
            if let refusal = ledger.refusal { return (.refused(refusal), nil) }
            // Sessions that the ledger knows are ended when an admin revokes a key. One that it did not know yet then
            // sees here what the admin wrote before.
            if let refusal = secondLook() {
                try? ledger.noteRefusal(.open, nil, refusal)
                return (.refused(refusal), ledger)
            }
            return (attempt(ledger) { () throws(Obstacle) in try enter(presence, repository, ledger) }, ledger)
        } catch {
            if let refusal = opening.refusal { return (.refused(refusal), nil) }
            return (attempt(nil) { () throws(Obstacle) in try withoutLedger(error, presence) }, nil)
        }
    }

    private var place: Place { grant.repository.place }

    /// What the ledger is told; the policy's limits are fixed by it for the session.
    private func opening(_ presence: Result<LocalStorage.Presence, StoreError>) -> SessionOpening {
        var opening = visitor.opening()
        let found = try? presence.get()
        opening.repository = grant.repository.name
        opening.place = place
        opening.configured = found == .configured
        opening.mayCreate = grant.mayCreate
        if found == .absent, !grant.mayCreate { opening.refusal = .repositoryMissing }
        opening.limits = grant.limits(floor: floor)
        return opening
    }

    /// The repository, if nothing is missing of it: opened while the ledger writes the session down. What is wrong with
    /// it is found again where the trail can tell it.
    private func whole(_ presence: Result<LocalStorage.Presence, StoreError>) -> LocalRepository? {
        guard (try? presence.get()) == .configured, (try? storage.isComplete(at: place)) == true else { return nil }
        return try? LocalRepository(storage, place)
    }

    /// Runs `body`; what stands in its way becomes the service, and is in the trail where that is possible.
    private func attempt(_ ledger: LedgerSession?, _ body: () throws(Obstacle) -> Desk.Service) -> Desk.Service {
        do throws(Obstacle) {
            return try body()
        } catch {
            switch error {
            case .refused(let refusal): return .refused(refusal)
            case .held: return .failing(.maintenance)
            case .ledger(let error): return .failing(.ledger(error))
            case .store(.nested):
                try? ledger?.noteRefusal(.create, nil, .repositoryNested)
                return .refused(.repositoryNested)
            case .store(let error):
                try? ledger?.noteFailure(.open, nil, reason: error.description)
                return .failing(.storage)
            }
        }
    }

    /// Reading works without a ledger, writing does not.
    private func withoutLedger(
        _ why: LedgerError, _ presence: Result<LocalStorage.Presence, StoreError>
    ) throws(Obstacle) -> Desk.Service {
        guard try storing({ () throws(StoreError) in try presence.get() }) == .configured else { throw .ledger(why) }
        let repository = try storing { () throws(StoreError) in try LocalRepository(storage, place, for: .reading) }
        return .open(ServedSession(grant, Shelf(repository), ledger: .failure(why), configured: true))
    }

    private func enter(
        _ presence: Result<LocalStorage.Presence, StoreError>, _ opened: LocalRepository?, _ ledger: LedgerSession
    ) throws(Obstacle) -> Desk.Service {
        let repository = if let opened { opened } else { try make(presence, ledger) }
        if repository.isWritable {
            try ledger.settle(with: repository)
            try cleanUp(repository, ledger)
        } else {
            try recording { () throws(LedgerError) in
                try ledger.noteFailure(.open, nil, reason: StoreError.readOnly.description)
            }
        }
        let configured = try storing { () throws(StoreError) in try repository.size(of: .config) } != nil
        return .open(ServedSession(grant, Shelf(repository), ledger: .success(ledger), configured: configured))
    }

    /// Makes what is missing of the repository, and opens it.
    private func make(
        _ presence: Result<LocalStorage.Presence, StoreError>, _ ledger: LedgerSession
    ) throws(Obstacle) -> LocalRepository {
        let found = try storing { () throws(StoreError) in try presence.get() }
        if found == .absent {
            let permit = try permitted { () throws(LedgerError) in try ledger.permitCreate() }
            let row = permit.row
            do throws(StoreError) {
                try storage.create(at: place, permit)
            } catch {
                // All other errors may leave some folders, which count as a repository of the client's.
                if case .nested = error { ledger.gaveUp(row, because: error) }
                throw .store(error)
            }
            ledger.done(row)
        } else {
            try storing { () throws(StoreError) in try storage.complete(at: place) }
        }
        return try storing { () throws(StoreError) in try LocalRepository(storage, place) }
    }

    /// Removes what dead sessions left: temporary files, and the keys of an `init` that was cut.
    private func cleanUp(_ repository: LocalRepository, _ ledger: LedgerSession) throws(Obstacle) {
        _ = try storing { () throws(StoreError) in try repository.sweepTemporaryFiles() }
        guard ledger.alone else { return }
        for name in try storing({ () throws(StoreError) in try repository.keysWithoutConfig() }) {
            let permit = try permitted { () throws(LedgerError) in
                try ledger.permitRemove(.file(.keys, name), sweeping: true)
            }
            let row = permit.row
            do throws(StoreError) {
                try repository.trashKey(name, permit)
            } catch {
                ledger.gaveUp(row, because: error)
                throw .store(error)
            }
            ledger.done(row)
        }
    }
}

extension Grant {
    /// The policy's numbers for the ledger.
    fileprivate func limits(floor: ByteCount) -> SessionLimits {
        var limits = SessionLimits()
        limits.sessions = client.sessions
        limits.rowsPerDay = client.rowsPerDay
        limits.quota = repository.quota
        limits.maxObjects = repository.maxObjects
        limits.uploadPerDay = client.uploadPerDay
        limits.snapshotsPerDay = client.snapshotsPerDay
        limits.readBudget = client.readBudget
        limits.floor = floor
        limits.maxRepositories = client.maxRepositories
        limits.anyLock = client.locks == .any
        return limits
    }
}

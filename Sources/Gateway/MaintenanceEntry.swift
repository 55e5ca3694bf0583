internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import Restic
internal import Sandbox
internal import Store

/// The way of maintenance into a repository: the session at the ledger, by the run's token; the trash; clean-up.
struct MaintenanceEntry {
    private let orders: Orders
    private let storage: LocalStorage

    init(_ orders: Orders, _ storage: LocalStorage) {
        self.orders = orders
        self.storage = storage
    }

    /// Opens the repository. Nothing of maintenance goes on without a ledger.
    ///
    /// - Throws: ``Obstacle``.
    func open(ledger socket: String, patience: Duration) throws(Obstacle) -> (ServedSession, LedgerSession) {
        let mandate = orders.mandate
        let presence = try storing { () throws(StoreError) in try storage.presence(at: mandate.place) }
        var opening = SessionOpening(client: "")
        opening.repository = mandate.repository
        opening.place = mandate.place
        opening.asked = mandate.purpose.rawValue
        opening.level = Level.ofThisKernel.rawValue
        opening.configured = presence == .configured
        opening.limits = .unbounded
        opening.run = mandate.run
        let ledger = try recording { () throws(LedgerError) in
            try LedgerSession.open(socket: socket, opening, deadline: patience)
        }
        if let refusal = ledger.refusal { throw .refused(refusal) }
        guard presence == .configured else { throw .refused(.repositoryMissing) }
        try storing { () throws(StoreError) in try storage.complete(at: mandate.place) }
        let repository = try storing { () throws(StoreError) in try LocalRepository(storage, mandate.place) }
        try ledger.settle(with: repository)
        return (try session(repository, ledger), ledger)
    }

    private func session(_ repository: LocalRepository, _ ledger: LedgerSession) throws(Obstacle) -> ServedSession {
        let purpose: Grant.Purpose = orders.mandate.purpose == .maintain ? .maintenance : .view
        let named = Repository(name: orders.mandate.repository, place: orders.mandate.place)
        guard let grant = Grant.maintaining(named, for: purpose) else { throw .refused(.badPlace) }
        return try storing { () throws(StoreError) in
            ServedSession(
                grant, try shelf(of: repository), ledger: .success(ledger), configured: true,
                trash: try trash(of: repository))
        }
    }

    private func shelf(of repository: LocalRepository) throws(StoreError) -> Shelf {
        var lent: [Object: Trash] = [:]
        var parts: [UInt64: Trash] = [:]
        for (run, objects) in orders.lent where !objects.isEmpty {
            if parts[run] == nil { parts[run] = try Trash(of: repository, run: run) }
            guard let part = parts[run] else { continue }
            for object in objects { lent[object] = part }
        }
        return try Shelf(
            repository, hiding: orders.hidden, lending: lent,
            standing: orders.mandate.purpose == .view || orders.mandate.purpose == .maintain)
    }

    /// Where what is removed goes to.
    private func trash(of repository: LocalRepository) throws(StoreError) -> Trash? {
        switch orders.mandate.purpose {
        case .maintain, .tend:
            try repository.sweepTemporaryFiles()
            return try Trash.make(in: repository, run: orders.mandate.run.number)
        case .purge:
            try Trash.removeEmptyParts(in: repository)
            return nil
        case .view: return nil
        }
    }
}

extension SessionLimits {
    /// Maintenance is bounded by the disk alone: the floor is kept free for it.
    fileprivate static var unbounded: SessionLimits {
        var limits = SessionLimits()
        limits.sessions = .max
        limits.rowsPerDay = .max
        limits.maxObjects = .max
        limits.anyLock = true
        return limits
    }
}

extension LedgerSession {
    /// Tells the ledger what became of the acts of sessions that died.
    func settle(with repository: LocalRepository) throws(Obstacle) {
        for act in unsettled {
            let present = try storing { () throws(StoreError) in
                guard let object = act.object else { return true }
                return try repository.settledPresence(of: object)
            }
            try recording { () throws(LedgerError) in try settle(act.row, present: present) }
        }
    }
}

internal import LedgerClient
internal import LedgerWire
internal import Linux
internal import Policy
internal import PolicyFile
internal import Restic
internal import Sandbox
internal import Store

/// What happens before the gate confines itself: who it is, whether he may come in, what he may touch.
struct Entrance {
    /// How long the ledger may take for each answer.
    private static let patience = Duration.seconds(20)

    /// What the session may do.
    let service: Desk.Service
    /// The ledger's session, where there is one.
    let ledger: LedgerSession?
    /// How strictly the kernel is to hold the gate to its rules.
    let confinement: Confinement
    /// Why there is nobody to serve: the command is none of ours.
    let complaint: String?
    /// What the kernel is to leave the gate.
    let allowance: Allowance
    /// The parts of the trash that a gate which tends it may touch.
    let parts: [UInt64: Trash]

    private init(
        _ service: Desk.Service, ledger: LedgerSession? = nil, confinement: Confinement = .required,
        complaint: String? = nil, allowance: Allowance? = nil, parts: [UInt64: Trash] = [:]
    ) {
        self.service = service
        self.ledger = ledger
        self.confinement = confinement
        self.complaint = complaint
        self.parts = parts
        if case .open(let session) = service {
            self.allowance = allowance ?? session.allowance
        } else {
            self.allowance = .refusingGate
        }
    }

    /// Goes through all of it for maintenance; what stands in its way is told to the coordinator.
    static func open(_ orders: Orders, _ configuration: String, _ channel: ControlChannel) -> Entrance {
        do throws(PolicyFileError) {
            let gateway = try PolicyFolder(configuration).gateway()
            guard case .local(let root, _) = gateway.storages[orders.mandate.place.storage] else {
                channel.tell(.failed("the policy knows no local storage of this name"))
                return Entrance(.failing(.configuration))
            }
            return open(orders, LocalStorage(root: root), gateway, channel)
        } catch {
            channel.tell(.failed("the policy cannot be read"))
            return Entrance(.failing(.configuration))
        }
    }

    private static func open(
        _ orders: Orders, _ storage: LocalStorage, _ gateway: Policy.Gateway, _ channel: ControlChannel
    ) -> Entrance {
        do throws(Obstacle) {
            let entry = MaintenanceEntry(orders, storage)
            let (session, ledger) = try entry.open(ledger: gateway.ledgerSocket, patience: patience)
            var parts: [UInt64: Trash] = [:]
            for (run, objects) in orders.lent where objects.isEmpty {
                parts[run] = try storing { () throws(StoreError) in try Trash(of: session.repository, run: run) }
            }
            return Entrance(
                .open(session), ledger: ledger, confinement: gateway.confinement,
                allowance: session.repository.allowance(for: orders.mandate.purpose), parts: parts)
        } catch {
            channel.tell(.failed(error.problem))
            return Entrance(.failing(.storage), confinement: gateway.confinement)
        }
    }

    /// Goes through all of it.
    static func open(_ invocation: Invocation, _ environment: LoginEnvironment) -> Entrance {
        guard let visitor = try? Visitor(invocation, environment) else { return Entrance(.failing(.configuration)) }
        do throws(PolicyFileError) {
            let folder = PolicyFolder(invocation.configuration)
            let name = Name(visitor.client)
            let footprint = name.flatMap { folder.footprint(of: $0) }
            guard let name, let policy = try folder.gate(for: name) else {
                return refuse(visitor, .clientUnknown, try folder.gateway())
            }
            if visitor.hasForeignKey(folder.keyFile(of: name)) {
                return refuse(visitor, .keyNotOfClient, policy.settings.gateway, policy.client)
            }
            return try open(visitor, policy) { secondLook(visitor, folder, name, since: footprint) }
        } catch {
            return Entrance(.failing(.configuration))
        }
    }

    private static func open(
        _ visitor: Visitor, _ policy: GatePolicy, secondLook: @escaping () -> Refusal?
    ) throws(PolicyFileError) -> Entrance {
        guard let now = LocalTime.now() else { return Entrance(.failing(.configuration)) }
        switch try visitor.admission(by: policy, at: now) {
        case .refused(let refusal): return refuse(visitor, refusal, policy.settings.gateway, policy.client)
        case .granted(let grant):
            switch policy.settings.gateway.storages[grant.repository.place.storage] {
            case .some(.local(let root, let floor)):
                let entry = LocalEntry(
                    visitor, grant, LocalStorage(root: root), floor: floor, secondLook: secondLook)
                let (service, ledger) = entry.open(ledger: policy.settings.gateway.ledgerSocket, patience: patience)
                return Entrance(service, ledger: ledger, confinement: policy.settings.gateway.confinement)
            case .some(.s3), .none: return Entrance(.failing(.configuration))
            }
        }
    }

    /// Whether an admin has revoked the key, or switched the client off, since the policy was read. Other changes hold
    /// for the next session.
    private static func secondLook(
        _ visitor: Visitor, _ folder: PolicyFolder, _ name: Name, since first: Footprint?
    ) -> Refusal? {
        if visitor.hasForeignKey(folder.keyFile(of: name)) { return .keyNotOfClient }
        if let first, folder.footprint(of: name)?.isSame(as: first) == true { return nil }
        do throws(PolicyFileError) {
            guard let policy = try folder.gate(for: name) else { return .clientUnknown }
            return policy.client.disabled ? .clientDisabled : nil
        } catch {
            return nil
        }
    }

    /// A session that is refused as a whole has one row, and nothing more is asked of the ledger.
    private static func refuse(
        _ visitor: Visitor, _ refusal: Refusal, _ gateway: Policy.Gateway, _ client: Client? = nil
    ) -> Entrance {
        var opening = visitor.opening(refusal: refusal)
        if let client { opening.limits.rowsPerDay = client.rowsPerDay }
        _ = try? LedgerSession.open(socket: gateway.ledgerSocket, opening, deadline: patience)
        return Entrance(.refused(refusal), confinement: gateway.confinement, complaint: visitor.complaint)
    }
}

extension Policy.Gateway {
    /// Where the ledger listens.
    fileprivate var ledgerSocket: String { state + "/run/ledger.sock" }

    fileprivate var confinement: Confinement {
        switch landlock {
        case .required: .required
        case .bestEffort: .bestEffort
        }
    }
}

extension Visitor {
    /// What the ledger is told of him; the place and the limits are added where they are known.
    func opening(refusal: Refusal? = nil) -> SessionOpening {
        SessionOpening(
            client: client, key: key, source: source, asked: asked, level: Level.ofThisKernel.rawValue,
            refusal: refusal)
    }
}

extension LocalRepository {
    /// What a gate of maintenance needs of it.
    fileprivate func allowance(for purpose: Mandate.Purpose) -> Allowance {
        switch (purpose, renaming) {
        case (.maintain, .renameat2), (.tend, .renameat2): .gate(maintaining: .open(root), commit: .byRename)
        case (.maintain, .linkat), (.tend, .linkat): .gate(maintaining: .open(root), commit: .byLink)
        case (.view, _): .gate(reading: .open(root))
        case (.purge, _): .gate(purging: .open(root))
        }
    }
}

extension ServedSession {
    /// What a gate needs of its repository: everything in it for reading, and new names where there can be any.
    fileprivate var allowance: Allowance {
        guard repository.isWritable else { return .gate(reading: .open(repository.root)) }
        let additions: Allowance.Additions = configured ? .objects(keys: grant.client.keys == .add) : .everything
        return switch repository.renaming {
        case .renameat2: .gate(appendingTo: .open(repository.root), adding: additions, commit: .byRename)
        case .linkat: .gate(appendingTo: .open(repository.root), adding: additions, commit: .byLink)
        }
    }
}

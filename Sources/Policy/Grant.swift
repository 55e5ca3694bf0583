public import Restic

/// What the policy gives one session: a repository, and what may be done with it.
public struct Grant: Hashable, Sendable {
    /// Who.
    public let client: Client
    /// Which repository.
    public let repository: Repository
    /// Whether the client may create this repository where it is not there.
    public let mayCreate: Bool
    /// What the session is for.
    public let purpose: Purpose

    /// What a session is for.
    public enum Purpose: Hashable, Sendable {
        /// A host's backups and restores.
        case backup
        /// The gateway's own restic: removing means moving to the trash.
        case maintenance
        /// The gateway's own restic, which only reads.
        case view
    }

    init(client: Client, repository: Repository, mayCreate: Bool, purpose: Purpose = .backup) {
        self.client = client
        self.repository = repository
        self.mayCreate = mayCreate
        self.purpose = purpose
    }

    /// What maintenance gets of a repository. The client in it has no bounds.
    public static func maintaining(_ repository: Repository, for purpose: Purpose) -> Grant? {
        Name("maintenance").map { name in
            Grant(client: Client(name: name), repository: repository, mayCreate: false, purpose: purpose)
        }
    }
}

/// A verdict. A refusal is an answer, not an error: it is recorded and sent, never thrown.
public enum Decision: Hashable, Sendable {
    case allow
    case refuse(Refusal)
}

extension Grant {
    /// Answers `request` as far as the policy alone can. What depends on other sessions (locks, quotas, budgets) the
    /// ledger answers afterwards.
    ///
    /// - Parameters:
    ///   - request: what the client asks for.
    ///   - length: the body's announced length, for a save.
    ///   - configured: whether the repository has a `config`.
    /// - Returns: the verdict.
    public func decide(_ request: Request, length: ByteCount, configured: Bool) -> Decision {
        switch purpose {
        case .backup: decideBackup(request, length, configured)
        case .maintenance: decideMaintenance(request, length)
        case .view: decideView(request, length)
        }
    }

    private func decideBackup(_ request: Request, _ length: ByteCount, _ configured: Bool) -> Decision {
        switch request {
        case .list, .stat: .allow
        case .createRepository: configured || mayCreate ? .allow : .refuse(.repositoryMissing)
        case .load(.file(.data, _)): client.reading == .all ? .allow : .refuse(.readNone)
        case .load: .allow
        case .save(let object): decideSave(object, length, configured)
        case .remove(.file(.locks, _)): .allow
        case .remove, .deleteRepository: .refuse(.appendOnly)
        }
    }

    /// All but the `config` may come and go; what goes is in the trash.
    private func decideMaintenance(_ request: Request, _ length: ByteCount) -> Decision {
        switch request {
        case .list, .stat, .load, .createRepository: .allow
        case .save(.config), .remove(.config), .deleteRepository: .refuse(.appendOnly)
        case .save(let object): length > Limits.size(of: object) ? .refuse(.tooLarge) : .allow
        case .remove(.file): .allow
        }
    }

    /// Locks are kept in the gate's memory.
    private func decideView(_ request: Request, _ length: ByteCount) -> Decision {
        switch request {
        case .list, .stat, .load, .remove(.file(.locks, _)): .allow
        case .save(let object):
            if case .file(.locks, _) = object, length <= Limits.size(of: object) {
                .allow
            } else {
                .refuse(.appendOnly)
            }
        case .remove, .createRepository, .deleteRepository: .refuse(.appendOnly)
        }
    }

    private func decideSave(_ object: Object, _ length: ByteCount, _ configured: Bool) -> Decision {
        guard configured || mayCreate else { return .refuse(.repositoryMissing) }
        if length > Limits.size(of: object) { return .refuse(.tooLarge) }
        return switch object {
        case .file(.keys, _): configured && client.keys == .initOnly ? .refuse(.keysAfterInit) : .allow
        case .config, .file(.data, _), .file(.index, _), .file(.locks, _), .file(.snapshots, _): .allow
        }
    }
}

public import Restic

/// What the policy gives one session: a repository, and what may be done with it.
public struct Grant: Hashable, Sendable {
    /// Who.
    public let client: Client
    /// Which repository.
    public let repository: Repository
    /// Whether the client may create this repository where it is not there.
    public let mayCreate: Bool
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

    private func decideSave(_ object: Object, _ length: ByteCount, _ configured: Bool) -> Decision {
        guard configured || mayCreate else { return .refuse(.repositoryMissing) }
        if length > Limits.size(of: object) { return .refuse(.tooLarge) }
        return switch object {
        case .file(.keys, _): configured && client.keys == .initOnly ? .refuse(.keysAfterInit) : .allow
        case .config, .file(.data, _), .file(.index, _), .file(.locks, _), .file(.snapshots, _): .allow
        }
    }
}

/// What a row of the trail is about. The raw value is what the trail stores: never rename one, only add.
public enum Action: String, CaseIterable, Sendable {
    // A session.
    case open, close
    /// What a dead session left open was found done at the store.
    case settle
    /// Many rows of one client in one row; it carries their count.
    case fold

    // A request.
    case create, save, remove, load, list, stat
    case deleteRepository = "delete-repository"
    /// Anything that is no request of restic's.
    case request
    /// The key files of a cut `init` go to the trash.
    case sweep

    // Maintenance, which only the admin starts.
    case maintenanceBegin = "maintenance-begin"
    case maintenanceEnd = "maintenance-end"
    /// An object moves from the repository to its trash.
    case trash
    /// It moves back.
    case restore
    /// It leaves the trash for good.
    case purge

    // The admin.
    case clientAdd = "client-add"
    case clientChange = "client-change"
    case clientDisable = "client-disable"
    case clientEnable = "client-enable"
    case clientRemove = "client-remove"
    case keyAdd = "key-add"
    case keyRevoke = "key-revoke"
    case repositoryAdd = "repo-add"
    case repositoryChange = "repo-change"
    case repositoryRemove = "repo-remove"
    /// Objects that lay in a repository without a row are known from now on.
    case repositoryImport = "repo-import"
    case policyChange = "policy-change"
    case secretSet = "secret-set"
    case secretRemove = "secret-remove"
    case secretRotate = "secret-rotate"
    case initialise = "init"
    case auditSeal = "audit-seal"
}

/// What came of it. The raw value is what the trail stores: never rename one, only add.
public enum Outcome: String, CaseIterable, Sendable {
    /// It may be done; unless another row names this one as failed or lost, it was.
    case allowed
    /// The policy, or a limit, says no.
    case refused
    /// It could not be done.
    case failed
    /// The session that was to do it died before it did.
    case lost
}

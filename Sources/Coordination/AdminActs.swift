internal import Policy

/// What only admins do.
enum AdminActs {
    /// All of these actions.
    static let all = Action.allCases.filter(\.isOfAdmin)
}

extension Action {
    /// Whether only an admin does it, on the gateway.
    var isOfAdmin: Bool {
        switch self {
        case .open, .close, .settle, .fold, .create, .save, .remove, .load, .list, .stat, .deleteRepository, .request,
            .sweep:
            false
        case .maintenanceBegin, .maintenanceEnd, .trash, .restore, .purge, .clientAdd, .clientChange, .clientDisable,
            .clientEnable, .clientRemove, .keyAdd, .keyRevoke,
            .repositoryAdd, .repositoryChange, .repositoryRemove, .repositoryImport, .policyChange, .secretSet,
            .secretRemove, .secretRotate,
            .initialise, .auditSeal:
            true
        }
    }
}

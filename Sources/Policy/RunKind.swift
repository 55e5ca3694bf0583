/// What a run of maintenance does. The raw value is what the trail stores: never rename one, only add.
public enum RunKind: String, CaseIterable, Sendable {
    case forget, prune, check, verify, unlock, view, quarantine, repair
    /// Something comes back from the trash.
    case restore
    /// Something leaves the trash for good.
    case purge
    /// The gateway's own restic key is made.
    case key
    /// An object of a repository that lies there already gets its row.
    case adopt

    /// Whether hosts must not write meanwhile, and whoever has written before must read anew: it takes something away
    /// that a running backup may rely on.
    public var isExclusive: Bool {
        switch self {
        case .forget, .prune, .quarantine, .repair: true
        case .check, .verify, .unlock, .view, .restore, .purge, .key, .adopt: false
        }
    }

    /// Whether it only reads. Of those several may go on at once, of all others one a repository.
    public var isReading: Bool {
        switch self {
        case .check, .verify, .view: true
        case .forget, .prune, .quarantine, .repair, .unlock, .restore, .purge, .key, .adopt: false
        }
    }
}

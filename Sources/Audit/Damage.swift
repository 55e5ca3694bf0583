/// What kind of damage the audit found. The raw value is what `--json` shows: never rename one, only add.
public enum Damage: String, CaseIterable, Sendable {
    /// A row is not what it was when it was written.
    case changed
    /// A row is not there.
    case missing
    /// A row stands where there was none.
    case inserted
    /// Rows have changed places.
    case reordered
    /// The last rows are gone.
    case cut
    /// Rows are not those that a checkpoint covers, and it cannot be told which one differs.
    case rewritten
    /// A checkpoint is not signed as it should be, or cannot be read.
    case signature
    /// The database has another shape than ours: a table, a view, a trigger or an index differs.
    case schema
    /// The database cannot be read, or its indexes do not fit its rows.
    case unreadable
    /// The catalog does not follow from the trail.
    case catalog
    /// What lies in a repository is not what the trail tells.
    case store
}

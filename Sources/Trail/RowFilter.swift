public import Policy

/// Which rows are wanted. An empty filter wants all; what is set must all hold.
public struct RowFilter: Hashable, Sendable {
    /// Only of this client.
    public var client: String?
    /// Only of this repository.
    public var repository: String?
    /// Only of this session.
    public var session: UInt64?
    /// Only these actions; empty: any.
    public var actions: [Action] = []
    /// Only these outcomes; empty: any.
    public var outcomes: [Outcome] = []
    /// Not before.
    public var since: Moment?
    /// Before.
    public var until: Moment?
    /// Only rows with a higher number.
    public var after: UInt64 = 0
    /// Only rows with a lower number; `nil`: all.
    public var before: UInt64?
    /// The last first.
    public var newestFirst = false
    /// At most so many; `nil`: all.
    public var limit: Int?

    /// Wants all rows, the first first.
    public init() {}
}

public import Policy
internal import SQLite

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
    /// The last first.
    public var newestFirst = false
    /// At most so many; `nil`: all.
    public var limit: Int?

    /// Wants all rows, the first first.
    public init() {}

    /// The query, and what its question marks stand for.
    var query: (sql: String, values: [Value]) {
        var conditions = ["seq > ?"]
        var values: [Value] = [.number(after)]
        func want(_ condition: String, _ value: Value?) {
            guard let value else { return }
            conditions.append(condition)
            values.append(value)
        }
        func wantOne(_ column: String, of words: [String]) {
            guard !words.isEmpty else { return }
            conditions.append("\(column) IN (\(words.map { _ in "?" }.joined(separator: ", ")))")
            values += words.map { .text($0) }
        }
        want("client = ?", client.map { .text($0) })
        want("repo = ?", repository.map { .text($0) })
        want("session = ?", session.map { .number($0) })
        want("at >= ?", since.map { .text($0.description) })
        want("at < ?", until.map { .text($0.description) })
        wantOne("action", of: actions.map(\.rawValue))
        wantOne("outcome", of: outcomes.map(\.rawValue))
        // The index knows only what was not allowed, and SQLite uses it only where the query says so.
        if !outcomes.isEmpty, !outcomes.contains(.allowed) { conditions.append("outcome <> 'allowed'") }
        var sql = "SELECT seq, line FROM trail WHERE \(conditions.joined(separator: " AND "))"
        sql += " ORDER BY seq\(newestFirst ? " DESC" : "")"
        if let limit {
            sql += " LIMIT ?"
            values.append(.number(Int64(limit)))
        }
        return (sql, values)
    }
}

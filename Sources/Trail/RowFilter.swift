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
        // Time never goes back, so a moment is the number of a row, which the index finds at once. SQLite starts at one
        // lower bound only, so there is one.
        let first = "(SELECT seq FROM trail WHERE at >= ? ORDER BY at, seq LIMIT 1)"
        let start = since == nil ? "?" : "max(?, coalesce(\(first) - 1, \(Int64.max)))"
        var conditions = ["seq > \(start)"]
        var values: [Value] = [.number(after)]
        if let since { values.append(.text(since.description)) }
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
        want("seq < coalesce(\(first), \(Int64.max))", until.map { .text($0.description) })
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

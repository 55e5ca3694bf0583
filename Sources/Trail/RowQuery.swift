internal import Policy
internal import SQLite

/// A filter as a query. One index leads to the rows, always in the order of their numbers, so that the first ones come
/// at once in a trail of any length; what the index does not know is looked up in each row (the `+` keeps SQLite from
/// using another one: sqlite.org/optoverview.html, "Disqualifying Terms In The WHERE Clause").
struct RowQuery {
    let sql: String
    let values: [Value]

    /// - Parameter filter: its times do not count: `TrailReader` has turned them into numbers of rows.
    init(_ filter: RowFilter) {
        let roads = Road.all(of: filter)
        var values: [Value] = []
        let parts = roads.map { road in
            let conditions = road.conditions + Self.bounds(filter)
            values += conditions.compactMap(\.value)
            return "SELECT seq, line FROM trail WHERE " + conditions.map(\.sql).joined(separator: " AND ")
        }
        var sql = parts.joined(separator: " UNION ALL ")
        sql += " ORDER BY seq\(filter.newestFirst ? " DESC" : "")"
        if let limit = filter.limit {
            sql += " LIMIT ?"
            values.append(.number(Int64(limit)))
        }
        (self.sql, self.values) = (sql, values)
    }

    private static func bounds(_ filter: RowFilter) -> [Condition] {
        let first = Condition("seq > ?", .number(filter.after))
        return [first] + (filter.before.map { [Condition("seq < ?", .number($0))] } ?? [])
    }

    /// A part of a WHERE clause, and what its question mark stands for.
    struct Condition {
        let sql: String
        let value: Value?

        init(_ sql: String, _ value: Value? = nil) {
            self.sql = sql
            self.value = value
        }
    }

    /// The rows of one place in one index. Several words, as in two outcomes, are several roads that SQLite merges.
    private struct Road {
        var conditions: [Condition]

        static func all(of filter: RowFilter) -> [Road] {
            let client = filter.client.map { ("client", Value.text($0)) }
            let repository = filter.repository.map { ("repo", Value.text($0)) }
            if let session = filter.session {
                return [Road(session: session, also: [client, repository], filter)]
            }
            // Rows that were not allowed are few, and have indexes of their own.
            let isTrouble = !filter.outcomes.isEmpty && !filter.outcomes.contains(.allowed)
            let lead = client ?? repository
            let rest = client == nil ? nil : repository
            if isTrouble {
                return filter.outcomes.map { outcome in
                    Road(
                        [lead], [Condition("outcome = ?", .text(outcome.rawValue)), Condition("outcome <> 'allowed'")]
                    )
                    .also([rest]).also("action", filter.actions.map(\.rawValue))
                }
            }
            let outcomes = filter.outcomes.map(\.rawValue)
            guard !filter.actions.isEmpty else { return [Road([lead, rest], []).also("outcome", outcomes)] }
            return filter.actions.map { action in
                Road([lead], [Condition("action = ?", .text(action.rawValue))]).also([rest]).also("outcome", outcomes)
            }
        }

        private init(_ leads: [(String, Value)?], _ conditions: [Condition]) {
            self.conditions = leads.compactMap { $0 }.map { Condition("\($0.0) = ?", $0.1) } + conditions
        }

        private init(session: UInt64, also rest: [(String, Value)?], _ filter: RowFilter) {
            conditions = [Condition("session = ?", .number(session))]
            self = also(rest).also("action", filter.actions.map(\.rawValue))
                .also("outcome", filter.outcomes.map(\.rawValue))
        }

        private func also(_ rest: [(String, Value)?]) -> Road {
            var road = self
            for case let (column, value)? in rest { road.conditions.append(Condition("+\(column) = ?", value)) }
            return road
        }

        /// One of these words, or anything where there are none. The words are our own: no quoting is needed.
        private func also(_ column: String, _ words: [String]) -> Road {
            guard !words.isEmpty else { return self }
            var road = self
            let list = words.map { "'\($0)'" }.joined(separator: ", ")
            road.conditions.append(Condition("+\(column) IN (\(list))"))
            return road
        }
    }
}

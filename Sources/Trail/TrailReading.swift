internal import Policy
internal import SQLite

extension TrailReader {
    /// How many rows ``pages(_:take:)`` holds at a time.
    private static let page = 256

    /// Hands over the rows that a filter wants, as ``rows(_:take:)`` does, but reads them page by page: however long
    /// `take` thinks (a person reads, a pipe is full), the ledger's write-ahead log is not held up.
    ///
    /// - Parameters:
    ///   - filter: which rows.
    ///   - take: gets each row and its line; `false` ends it.
    /// - Throws: ``TrailError``, or what `take` throws.
    public func pages(_ filter: RowFilter, take: (Row, String) throws -> Bool) throws {
        var wanted = try bounded(filter)
        var left = filter.limit ?? Int.max
        while left > 0 {
            wanted.limit = min(Self.page, left)
            var page: [(row: Row, line: String)] = []
            try rows(wanted) { (row, line) throws(TrailError) in
                page.append((row, line))
                return true
            }
            for (row, line) in page {
                guard try take(row, line) else { return }
            }
            guard let last = page.last, page.count == wanted.limit else { return }
            if wanted.newestFirst { wanted.before = last.row.seq } else { wanted.after = last.row.seq }
            left -= page.count
        }
    }

    /// The filter with its times turned into numbers of rows: no row is older than the one before it.
    func bounded(_ filter: RowFilter) throws(TrailError) -> RowFilter {
        var filter = filter
        if let since = filter.since {
            filter.after = max(filter.after, try first(since).map { $0 - 1 } ?? UInt64(Int64.max))
        }
        if let until = filter.until, let first = try first(until) { filter.before = min(filter.before ?? first, first) }
        (filter.since, filter.until) = (nil, nil)
        return filter
    }

    /// The number of the first row that is not before a moment.
    ///
    /// - Throws: ``TrailError``.
    public func first(_ moment: Moment) throws(TrailError) -> UInt64? {
        try TrailError.named { () throws(SQLiteError) in
            try database.number(Self.firstSince, .text(moment.description)).map { UInt64(clamping: $0) }
        }
    }

    private static let firstSince = "SELECT seq FROM trail WHERE at >= ? ORDER BY at, seq LIMIT 1"

    /// The number of the last row; zero where there is none.
    ///
    /// - Throws: ``TrailError``.
    public func last() throws(TrailError) -> UInt64 {
        try TrailError.named { () throws(SQLiteError) in
            UInt64(clamping: try database.number("SELECT max(seq) FROM trail") ?? 0)
        }
    }

    /// The names of all clients that the trail speaks of, in order.
    ///
    /// - Throws: ``TrailError``.
    public func clients() throws(TrailError) -> [String] {
        try TrailError.named { () throws(SQLiteError) in
            // From name to name through the index: it does not matter how many rows each has.
            let next = try database.prepare("SELECT min(client) FROM trail WHERE client > ?")
            var names: [String] = []
            while true {
                try next.bind([.text(names.last ?? "")])
                guard try next.step() else { return names }
                let name = next.text(0)
                guard !name.isEmpty else { return names }
                names.append(name)
            }
        }
    }

    /// The last row of a session, once it has ended.
    ///
    /// - Throws: ``TrailError``.
    public func close(of session: UInt64) throws(TrailError) -> Row? {
        let found = try TrailError.named { () throws(SQLiteError) in
            let statement = try database.prepare(Self.closeOf)
            try statement.bind([.number(session)])
            return try statement.step() ? (UInt64(clamping: statement.number(0)), statement.text(1)) : nil
        }
        return try found.map { (seq, line) throws(TrailError) in try Self.row(seq, line) }
    }

    private static let closeOf = "SELECT seq, line FROM trail WHERE session = ? AND action = 'close' LIMIT 1"

    /// Whether a client came from an address before.
    ///
    /// - Parameters:
    ///   - client: its name.
    ///   - source: the address.
    ///   - seq: only rows with a lower number count.
    /// - Returns: whether such a session was let in.
    /// - Throws: ``TrailError``.
    public func knows(_ client: String, from source: String, before seq: UInt64) throws(TrailError) -> Bool {
        try TrailError.named { () throws(SQLiteError) in
            try database.number(Self.sourceOf, .text(client), .text(source), .number(seq)) != nil
        }
    }

    private static let sourceOf = """
        SELECT 1 FROM trail WHERE action = 'open' AND client = ? AND source = ? AND seq < ? \
        AND +outcome = 'allowed' LIMIT 1
        """

    /// How SQLite finds what a filter wants, and what the other questions of this type ask for: one line a step. For
    /// who wonders why it takes long.
    ///
    /// - Throws: ``TrailError``.
    public func plan(of filter: RowFilter) throws(TrailError) -> [String] {
        try plan(of: RowQuery(try bounded(filter)).sql)
    }

    /// The plans of the questions that are no filters, by what they ask for.
    ///
    /// - Throws: ``TrailError``.
    public func plans() throws(TrailError) -> [(question: String, steps: [String])] {
        var plans: [(String, [String])] = []
        for (question, sql) in [
            ("first row since", Self.firstSince), ("end of a session", Self.closeOf), ("known source", Self.sourceOf),
            ("next client", "SELECT min(client) FROM trail WHERE client > ?"),
        ] {
            plans.append((question, try plan(of: sql)))
        }
        return plans
    }

    private func plan(of sql: String) throws(TrailError) -> [String] {
        try TrailError.named { () throws(SQLiteError) in
            let statement = try database.prepare("EXPLAIN QUERY PLAN " + sql)
            var steps: [String] = []
            while try statement.step() { steps.append(statement.text(3)) }
            return steps
        }
    }
}

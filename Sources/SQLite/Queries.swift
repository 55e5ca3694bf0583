/// A database whose statements are prepared once and stand where they are used. For one thread.
public final class Queries {
    /// The database.
    public let database: Database
    private var prepared: [String: Prepared] = [:]

    /// A class, since a dictionary holds no value that cannot be copied.
    private final class Prepared {
        let statement: Statement

        init(_ statement: consuming Statement) { self.statement = statement }
    }

    /// Takes over a database.
    public init(_ database: consuming Database) { self.database = database }

    /// Runs a statement that gives nothing.
    ///
    /// - Throws: ``SQLiteError``.
    public func run(_ sql: String, _ values: Value...) throws(SQLiteError) {
        let prepared = try prepare(sql)
        try prepared.statement.bind(values)
        while try prepared.statement.step() {}
        prepared.statement.reset()
    }

    /// Runs a query and reads its first row; `nil` if there is none.
    ///
    /// - Throws: ``SQLiteError``.
    public func first<Result>(
        _ sql: String, _ values: Value..., read: (borrowing Statement) -> Result
    ) throws(SQLiteError) -> Result? {
        let prepared = try prepare(sql)
        try prepared.statement.bind(values)
        let result = try prepared.statement.step() ? read(prepared.statement) : nil
        prepared.statement.reset()
        return result
    }

    /// Runs a query and reads each row. `read` must not run the same query.
    ///
    /// - Throws: ``SQLiteError``.
    public func all<Result>(
        _ sql: String, _ values: Value..., read: (borrowing Statement) -> Result
    ) throws(SQLiteError) -> [Result] {
        let prepared = try prepare(sql)
        try prepared.statement.bind(values)
        var results: [Result] = []
        while try prepared.statement.step() { results.append(read(prepared.statement)) }
        prepared.statement.reset()
        return results
    }

    private func prepare(_ sql: String) throws(SQLiteError) -> Prepared {
        if let known = prepared[sql] { return known }
        let made = Prepared(try database.prepare(sql))
        prepared[sql] = made
        return made
    }
}

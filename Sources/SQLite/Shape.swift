/// What a database is made of: its tables, indexes, views and triggers, word for word, and the numbers in its head.
public struct Shape: Hashable, Sendable {
    /// The text of each part by its kind and name; empty for what SQLite makes by itself.
    private let parts: [String: String]
    private let numbers: [String: Int64]
    private let encoding: String

    /// Looks at a database.
    ///
    /// - Throws: ``SQLiteError``.
    public init(of database: borrowing Database) throws(SQLiteError) {
        var parts: [String: String] = [:]
        let statement = try database.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema")
        while try statement.step() {
            // Whatever belongs to a table says so, so that a trigger which moved to another one differs.
            let kind = statement.text(0)
            let name = "the \(kind) \(statement.text(1))"
            parts[name] = "\(parts[name] ?? "")\(statement.text(2)): \(statement.text(3))"
        }
        self.parts = parts
        var numbers: [String: Int64] = [:]
        for number in ["application_id", "user_version"] {
            numbers[number] = try database.number("PRAGMA \(number)") ?? 0
        }
        self.numbers = numbers
        let encoding = try database.prepare("PRAGMA encoding")
        self.encoding = try encoding.step() ? encoding.text(0) : ""
    }

    /// The shape that these statements give a new database.
    ///
    /// - Throws: ``SQLiteError``.
    public init(made statements: String) throws(SQLiteError) {
        let database = try Database(":memory:", .readWrite)
        try database.execute(statements)
        try self.init(of: database)
    }

    /// In what it differs from what it should be, a sentence each; names stand in it as they are in the database.
    public func differences(from wanted: Shape) -> [String] {
        var found: [String] = []
        for (name, text) in wanted.parts where parts[name] != text {
            found.append(parts[name] == nil ? "\(name) is missing" : "\(name) was changed")
        }
        for name in parts.keys where wanted.parts[name] == nil { found.append("\(name) is not ours") }
        for (name, number) in wanted.numbers where numbers[name] != number { found.append("\(name) was changed") }
        if encoding != wanted.encoding { found.append("the encoding was changed") }
        return found.sorted()
    }
}

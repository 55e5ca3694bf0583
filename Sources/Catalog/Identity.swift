internal import SQLite

extension Catalog {
    /// A client's number, a new one where it has none.
    func id(ofClient name: String) throws(SQLiteError) -> Int64 {
        if let known = try queries.first("SELECT id FROM client WHERE name = ?", .text(name), read: { $0.number(0) }) {
            return known
        }
        try queries.run("INSERT INTO client (name) VALUES (?)", .text(name))
        return queries.database.lastInserted
    }

    /// A place's number, a new one where it has none; the empty text is the place of sessions without one.
    func id(ofPlace name: String) throws(SQLiteError) -> Int64 {
        if let known = try queries.first("SELECT id FROM place WHERE name = ?", .text(name), read: { $0.number(0) }) {
            return known
        }
        try queries.run("INSERT INTO place (name) VALUES (?)", .text(name))
        return queries.database.lastInserted
    }
}

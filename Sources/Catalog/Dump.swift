internal import SQLite

extension Catalog {
    /// Everything that is in the catalog, as lines, for comparing two: the same trail must give the same lines.
    ///
    /// - Parameter take: gets each line.
    /// - Throws: ``CatalogError``.
    public func dump(_ take: (String) -> Void) throws(CatalogError) {
        try look { () throws(SQLiteError) in
            for table in CatalogSchema.tables {
                let statement = try queries.database.prepare("SELECT * FROM \(table) ORDER BY 1, 2")
                while try statement.step() {
                    let values = (0..<statement.columns).map { Self.text(statement.value($0)) }
                    take("\(table): \(values.joined(separator: " "))")
                }
            }
        }
    }

    static func text(_ value: Value) -> String {
        switch value {
        case .null: "-"
        case .number(let number): String(number)
        case .text(let text): text
        case .bytes(let bytes): bytes.map { String($0, radix: 16) }.joined(separator: ".")
        }
    }
}

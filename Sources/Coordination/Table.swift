/// Lines with columns, for people.
struct Table {
    private var rows: [[String]]

    /// A table with the titles of its columns.
    init(_ titles: String...) { self.init(rows: [titles]) }

    /// A table without titles.
    static func plain() -> Table { Table(rows: []) }

    private init(rows: [[String]]) { self.rows = rows }

    /// Adds a line whose cells are escaped already.
    mutating func add(escaped cells: [String]) { rows.append(cells) }

    /// Adds a line; `-` stands where there is nothing. The cells are escaped here.
    mutating func add(_ cells: String...) {
        rows.append(cells.map { $0.isEmpty ? "-" : Escaped.text($0) })
    }

    /// The lines, with two spaces between columns and none at the end.
    var lines: [String] {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in
            rows.map { $0.indices.contains(column) ? $0[column].utf8.count : 0 }.max() ?? 0
        }
        return rows.map { row in
            let padded = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.utf8.count)
            }
            var line = padded.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}

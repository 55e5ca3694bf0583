/// The rows as a table that a terminal and a page can show.
struct Table {
    let heads: [String]
    private(set) var lines: [[String]] = []

    init(_ heads: [String]) { self.heads = heads }

    mutating func add(_ cells: [String]) { lines.append(cells) }

    /// In the form of Markdown, columns aligned.
    var text: String {
        let all = [heads] + lines
        let widths = heads.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
        let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
        let shown = all.map { cells in
            "| "
                + zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: " | ")
                + " |"
        }
        return ([shown[0], rule] + shown.dropFirst()).joined(separator: "\n")
    }
}

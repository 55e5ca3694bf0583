internal import Policy
internal import Restic
internal import Trail

/// A row of the trail as a line for people.
enum RowLine {
    private static let widths = [7, 20, 12, 16, 9, 10, 24]

    /// What stands above the lines.
    static let title = laidOut(["SEQ", "AT", "CLIENT", "REPO", "OUTCOME", "ACTION", "OBJECT", "WHY"])

    /// The line of a row. A column that is too narrow pushes the rest to the right: nothing is left out but the end of
    /// long names.
    static func of(_ row: Row) -> String {
        let entry = row.entry
        let at = String(row.at.description.prefix(19)).replacing("T", with: " ") + "Z"
        return laidOut([
            "\(row.seq)", at, entry.client, entry.repository, entry.outcome.rawValue, entry.action.rawValue,
            object(entry), why(entry),
        ])
    }

    private static func object(_ entry: Entry) -> String {
        guard let slash = entry.object.lastIndex(of: "/") else { return entry.object }
        let name = entry.object[entry.object.index(after: slash)...]
        return FileName(name) == nil ? entry.object : String(entry.object[...slash] + name.prefix(10))
    }

    private static func why(_ entry: Entry) -> String {
        let details = entry.details.map { detail in
            switch detail.value {
            case .text(let text): "\(detail.name)=\(text)"
            case .number(let number): "\(detail.name)=\(number)"
            }
        }
        let size = entry.bytes == .zero ? [] : ["\(entry.bytes.bytes) bytes"]
        return ([entry.reason].filter { !$0.isEmpty } + size + details).joined(separator: " ")
    }

    private static func laidOut(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = cell.isEmpty ? "-" : Escaped.text(cell)
            line += text
            guard widths.indices.contains(index) else { continue }
            line += String(repeating: " ", count: max(widths[index] - text.utf8.count, 0) + 1)
        }
        return line
    }
}

internal import Calendar
internal import Policy
internal import Restic
internal import Trail

/// Rows of the trail as lines for people.
struct RowLine {
    private let widths: [Int]
    private let zone: Zone
    private let style: Style

    init(_ world: World) {
        zone = world.zone
        // A time in UTC ends with Z, any other with its distance from it.
        widths = [7, zone.offset(world.now()) == 0 ? 20 : 25, 7, 12, 16, 8, 10, 20]
        style = Style(isColoured: world.hasColours)
    }

    /// What stands above the lines.
    var title: String {
        style.paint(
            laidOut(["SEQ", "AT", "SESSION", "CLIENT", "REPO", "OUTCOME", "ACTION", "OBJECT", "WHY"]), .title)
    }

    /// The line of a row, or of equal refusals. A column that is too narrow pushes the rest to the right: nothing is
    /// left out but the end of long names.
    func of(_ folded: FoldedRow) -> String {
        let (row, entry) = (folded.first, folded.first.entry)
        let line = laidOut([
            "\(row.seq)", zone.text(row.at), row.session == 0 ? "" : "\(row.session)", Escaped.text(entry.client),
            Escaped.text(entry.repository), entry.outcome.rawValue, entry.action.rawValue,
            Escaped.text(Self.object(entry)), Self.why(folded),
        ])
        return style.paint(line, Self.tone(folded))
    }

    /// The object, with the first ten digits of its name.
    static func object(_ entry: Entry) -> String {
        guard let slash = entry.object.lastIndex(of: "/") else { return entry.object }
        let name = entry.object[entry.object.index(after: slash)...]
        return FileName(name) == nil ? entry.object : String(entry.object[...slash] + name.prefix(10))
    }

    /// For example `×11 in 48 s`.
    static func times(_ folded: FoldedRow) -> String {
        let time = folded.last.at.milliseconds - folded.first.at.milliseconds
        return "\u{d7}\(folded.count) in \(Amount.time(time))"
    }

    private static func tone(_ folded: FoldedRow) -> Style.Tone {
        if folded.isRetry { return .quiet }
        switch folded.first.entry.outcome {
        case .refused: return .alarm
        case .failed, .lost: return .warning
        case .allowed: return .plain
        }
    }

    private static func why(_ folded: FoldedRow) -> String {
        let entry = folded.first.entry
        let fold = folded.count > 1 ? ["\(times(folded)) (to row \(folded.last.seq))"] : []
        let retry = folded.isRetry ? ["retry"] : []
        let actor = entry.text("actor").map { ["by", $0] } ?? []
        let size = entry.bytes == .zero ? [] : ["\(entry.bytes.bytes) bytes"]
        let details = entry.details.filter { $0.name != "actor" }.map { detail in
            switch detail.value {
            case .text(let text): "\(detail.name)=\(text)"
            case .number(let number): "\(detail.name)=\(number)"
            }
        }
        let words = [entry.reason].filter { !$0.isEmpty } + actor
        return (retry + words.map { Escaped.text($0) } + fold + size + details.map { Escaped.text($0) })
            .joined(separator: " ")
    }

    /// The cells are escaped already.
    private func laidOut(_ cells: [String]) -> String {
        var line = ""
        for (index, cell) in cells.enumerated() {
            let text = cell.isEmpty ? "-" : cell
            line += text
            guard widths.indices.contains(index) else { continue }
            line += String(repeating: " ", count: max(widths[index] - text.utf8.count, 0) + 1)
        }
        return line
    }
}

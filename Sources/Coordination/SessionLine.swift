internal import Calendar
internal import Trail

/// A session as a line for people.
struct SessionLine {
    private static let titles = [
        "SESSION", "OPENED", "LASTED", "STATE", "CLIENT", "FROM", "REPO", "KEY", "SNAPS", "IN", "OUT", "REFUSED", "WHY",
    ]

    private let widths: [Int]
    private let zone: Zone
    private let style: Style

    init(_ world: World) {
        zone = world.zone
        widths = [7, zone.offset(world.now()) == 0 ? 20 : 25, 10, 7, 12, 15, 16, 17, 5, 8, 8, 7]
        style = Style(isColoured: world.hasColours)
    }

    /// What stands above the lines.
    var title: String { style.paint(laidOut(Self.titles), .title) }

    /// The line of a session; `times`: of so many openings that were refused for the same reason.
    func of(_ session: SessionReport, times: Int = 1) -> String {
        let entry = session.opened.entry
        let lasted = session.closed.map { $0.at.milliseconds - session.opened.at.milliseconds }
        let wasIn = session.state != .refused
        let why = (session.closed ?? session.opened).entry.reason
        let line = laidOut([
            "\(session.opened.seq)", zone.text(session.opened.at), lasted.map { Amount.time($0) } ?? "",
            session.state.rawValue, Escaped.text(entry.client), Escaped.text(entry.source),
            Escaped.text(entry.repository), Escaped.text(entry.key.prefix(17)),
            wasIn ? "\(session.snapshots)" : "", wasIn ? Amount.size(session.bytesIn) : "",
            session.bytesOut.map { Amount.size($0) } ?? "", wasIn ? "\(session.refusals)" : "",
            Escaped.text(why) + (times > 1 ? " \u{d7}\(times)" : ""),
        ])
        return style.paint(line, tone(session))
    }

    private func tone(_ session: SessionReport) -> Style.Tone {
        switch session.state {
        case .refused: .alarm
        case .died: .warning
        case .done, .open: session.refusals > 0 ? .warning : .plain
        }
    }

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

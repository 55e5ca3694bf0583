internal import Calendar
internal import Policy
internal import Trail

/// A summary for people.
struct SummaryText {
    let summary: Summary
    private let rows: RowLine
    private let style: Style
    private let zone: Zone

    init(_ summary: Summary, _ world: World) {
        self.summary = summary
        (rows, zone) = (RowLine(world), world.zone)
        style = Style(isColoured: world.hasColours)
    }

    /// The lines: what is unusual, what admins did, what each client did.
    var lines: [String] {
        ["From \(zone.text(summary.span.since)) to \(zone.text(summary.span.until))"] + unusual + acts + clients
    }

    private var unusual: [String] {
        var lines = ["", style.paint("UNUSUAL", .title)]
        if summary.findings.isEmpty { lines.append("  nothing") }
        var table = Table.plain()
        for finding in summary.findings {
            let row = finding.row == 0 ? "" : " (row \(finding.row))"
            table.add(escaped: [
                "  " + finding.kind.rawValue, finding.client.isEmpty ? "-" : Escaped.text(finding.client),
                finding.text + row,
            ])
        }
        lines += zip(table.lines, summary.findings).map { style.paint($0, Self.tone($1.kind)) }
        if summary.retries > 0 {
            let retries = Amount.count(summary.retries, "removal")
            lines.append(style.paint("  \(retries) of restic's own after saves that failed: not counted", .quiet))
        }
        return lines
    }

    private var acts: [String] {
        guard summary.countOfActs > 0 else { return [] }
        var lines = ["", style.paint("WHAT ADMINS DID", .title)]
        lines += summary.acts.map { row in
            let details = row.entry.details.filter { $0.name != "actor" }.map { detail in
                switch detail.value {
                case .text(let text): "\(detail.name)=\(text)"
                case .number(let number): "\(detail.name)=\(number)"
                }
            }
            let parts = [row.entry.text("actor") ?? "-", row.entry.action.rawValue, row.entry.object]
            let outcome = row.entry.outcome == .allowed ? [] : [row.entry.outcome.rawValue, row.entry.reason]
            let text = (parts + outcome + details).filter { !$0.isEmpty }.map { Escaped.text($0) }
            return "  \(zone.text(row.at))  \(text.joined(separator: " ")) (row \(row.seq))"
        }
        let more = summary.countOfActs - summary.acts.count
        return lines + (more > 0 ? ["  and \(more) before: postern audit list --admin"] : [])
    }

    private var clients: [String] {
        guard !summary.clients.isEmpty else { return ["", "No client was here."] }
        var table = Table("  CLIENT", "SESSIONS", "DIED", "SNAPSHOTS", "IN", "OUT", "REFUSED")
        for (name, figures) in summary.clients {
            table.add(
                "  " + (name.isEmpty ? "-" : name), "\(figures.sessions)", "\(figures.died)", "\(figures.snapshots)",
                Amount.size(figures.bytesIn), Amount.size(figures.bytesOut), "\(figures.refusals)")
        }
        let lines = table.lines
        return [""] + lines.prefix(1).map { style.paint($0, .title) } + lines.dropFirst()
    }

    private static func tone(_ kind: Finding.Kind) -> Style.Tone {
        switch kind {
        case .refused, .silent, .newKey, .bulkRead, .growth: .alarm
        case .newClient, .newSource, .died, .failed: .warning
        }
    }
}

internal import Policy
internal import Restic
internal import Trail

/// A row with all rows that belong to it.
struct RowKin {
    let row: Row
    let opened: Row?
    let closed: Row?
    let names: Row?
    let named: [Row]
    let isRetry: Bool

    /// Looks them up.
    init(of row: Row, in trail: AuditTrail) throws {
        self.row = row
        let reader = trail.reader
        opened = row.session > 0 ? try reader.row(row.session) : nil
        closed = row.session > 0 ? try reader.close(of: row.session) : nil
        names = try Self.number(row).map { (seq) throws(TrailError) in try reader.row(seq) } ?? nil
        named = row.entry.outcome == .allowed ? try Self.naming(row, reader) : []
        isRetry = try trail.retries.isRetry(row)
    }

    /// The number of the row that a row names. An admin's act carries it as a text.
    private static func number(_ row: Row) -> UInt64? {
        row.entry.number("row") ?? row.entry.text("row").flatMap { UInt64($0) }
    }

    /// Later rows that say that this one failed, was lost, or was done after all. They are few: no index is needed.
    private static func naming(_ row: Row, _ reader: TrailReader) throws -> [Row] {
        var named: [Row] = []
        var trouble = RowFilter()
        (trouble.after, trouble.outcomes) = (row.seq, [.failed, .lost])
        var settled = RowFilter()
        (settled.after, settled.actions) = (row.seq, [.settle])
        for filter in [trouble, settled] {
            try reader.pages(filter) { other, _ in
                if number(other) == row.seq, other.entry.client == row.entry.client || other.entry.action == .settle {
                    named.append(other)
                }
                return named.count < 10
            }
        }
        return named
    }

    /// As `--json` prints it.
    var json: JSON {
        func line(_ row: Row?) -> JSON { row.map { .verbatim($0.line) } ?? .null }
        return .object([
            ("row", line(row)), ("opened", line(opened)), ("closed", line(closed)), ("names", line(names)),
            ("named", .list(named.map { line($0) })), ("retry", .flag(isRetry)),
        ])
    }

    /// For people.
    func lines(_ world: World) -> [String] {
        let entry = row.entry
        var facts: [(String, String)] = [
            ("row", "\(row.seq)"), ("at", "\(world.zone.text(row.at)) (\(row.at))"),
            ("client", entry.client), ("key", entry.key), ("address", entry.source), ("repository", entry.repository),
            ("action", entry.action.rawValue), ("object", entry.object),
            ("size", entry.bytes == .zero ? "" : "\(entry.bytes.bytes) bytes (\(Amount.size(entry.bytes.bytes)))"),
            ("outcome", entry.outcome.rawValue),
            ("reason", entry.reason + (RowWords.meaning(of: entry.reason).map { ": \($0)" } ?? "")),
        ]
        if isRetry { facts.append(("retry", "restic's own, after a save that failed; nothing stored was meant")) }
        for detail in entry.details {
            let title = RowWords.title(of: detail.name)
            switch detail.value {
            case .text(let text): facts.append((title, text))
            case .number(let number): facts.append((title, "\(number)"))
            }
        }
        let shown = facts.filter { !$0.1.isEmpty }.map { Self.fact($0.0, Escaped.text($0.1)) }
        return [RowWords.sentence(row)] + shown + related(world) + [Self.fact("stored as", row.line)]
    }

    private func related(_ world: World) -> [String] {
        func told(_ row: Row) -> String { "row \(row.seq), \(world.zone.text(row.at)): \(RowWords.sentence(row))" }
        var lines: [String] = []
        if let opened, opened != row { lines.append(Self.fact("session", told(opened))) }
        if let closed, closed != row { lines.append(Self.fact("its end", told(closed))) }
        if opened != nil, closed == nil, opened?.entry.outcome == .allowed {
            lines.append(Self.fact("its end", "none yet: the session is open"))
        }
        if let names { lines.append(Self.fact("names", told(names))) }
        return lines + named.map { Self.fact("named by", told($0)) }
    }

    private static func fact(_ title: String, _ text: String) -> String {
        let title = Escaped.text(title)
        return "  " + title + String(repeating: " ", count: max(12 - title.utf8.count, 1)) + text
    }
}

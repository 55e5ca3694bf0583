internal import Policy
internal import Restic
internal import Trail

/// What the trail tells of one session.
struct SessionReport {
    /// How it stands.
    enum State: String {
        /// It goes on, as far as the trail knows.
        case open
        case done
        /// It ended without a last word.
        case died
        /// It was not let in.
        case refused
    }

    /// The row that opened it.
    let opened: Row
    let state: State
    /// The row that ended it.
    let closed: Row?
    private(set) var saves: UInt64 = 0
    private(set) var bytesIn: UInt64 = 0
    private(set) var snapshots: UInt64 = 0
    private(set) var refusals: UInt64 = 0
    /// Reads are counted in the last row alone: `nil` where that says nothing of them.
    private(set) var bytesOut: UInt64?

    /// Looks it up. What the last row does not tell is counted row by row.
    ///
    /// - Throws: `TrailError`.
    init(opened: Row, _ reader: TrailReader) throws {
        self.opened = opened
        guard opened.entry.outcome == .allowed else {
            (state, closed) = (.refused, nil)
            return
        }
        closed = try reader.close(of: opened.seq)
        guard let closed, closed.entry.outcome == .allowed, let bytesIn = closed.entry.number("bytesIn") else {
            state = closed == nil ? .open : .died
            try count(reader)
            return
        }
        state = .done
        self.bytesIn = bytesIn
        saves = closed.entry.number("saves") ?? 0
        snapshots = closed.entry.number("snapshots") ?? 0
        refusals = closed.entry.number("refusals") ?? 0
        bytesOut = closed.entry.number("bytesOut")
    }

    private mutating func count(_ reader: TrailReader) throws {
        var filter = RowFilter()
        filter.session = opened.seq
        try reader.pages(filter) { row, _ in
            add(row.entry)
            return true
        }
    }

    private mutating func add(_ entry: Entry) {
        switch (entry.action, entry.outcome) {
        case (_, .refused): refusals += 1
        case (.save, .allowed): change(entry) { $0 &+= $1 }
        // It names a row that was counted; one without a number never had a permit.
        case (.save, .failed) where entry.number("row") != nil: change(entry) { $0 = $0 > $1 ? $0 - $1 : 0 }
        default: break
        }
    }

    private mutating func change(_ entry: Entry, by step: (inout UInt64, UInt64) -> Void) {
        step(&saves, 1)
        step(&bytesIn, entry.bytes.bytes)
        if entry.object.hasPrefix("snapshots/") { step(&snapshots, 1) }
    }

    /// As `--json` prints it.
    var json: JSON {
        let entry = opened.entry
        return .object([
            ("session", .number(opened.seq)), ("state", .text(state.rawValue)),
            ("opened", .text(opened.at.description)), ("closed", .text(closed?.at.description)),
            ("client", .text(entry.client)), ("source", .text(entry.source)), ("key", .text(entry.key)),
            ("repo", .text(entry.repository)), ("saves", .number(saves)), ("snapshots", .number(snapshots)),
            ("bytesIn", .number(bytesIn)), ("bytesOut", bytesOut.map { .number($0) } ?? .null),
            ("refusals", .number(refusals)), ("reason", .text((closed ?? opened).entry.reason)),
        ])
    }
}

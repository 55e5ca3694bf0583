internal import Policy
internal import Trail

/// What one client did in some time.
struct Figures: Hashable, Sendable {
    var sessions: UInt64 = 0
    var died: UInt64 = 0
    var snapshots: UInt64 = 0
    var bytesIn: UInt64 = 0
    var bytesOut: UInt64 = 0
    var refusals: UInt64 = 0

    /// Adds a session that ended.
    mutating func add(_ session: SessionReport) {
        if session.state == .died { died += 1 }
        snapshots &+= session.snapshots
        bytesIn &+= session.bytesIn
        bytesOut &+= session.bytesOut ?? 0
    }

    /// The larger of both, figure by figure.
    func max(_ other: Figures) -> Figures {
        Figures(
            sessions: Swift.max(sessions, other.sessions), died: Swift.max(died, other.died),
            snapshots: Swift.max(snapshots, other.snapshots), bytesIn: Swift.max(bytesIn, other.bytesIn),
            bytesOut: Swift.max(bytesOut, other.bytesOut), refusals: Swift.max(refusals, other.refusals))
    }

    /// As `--json` prints it.
    func json(_ client: String) -> JSON {
        .object([
            ("client", .text(client)), ("sessions", .number(sessions)), ("died", .number(died)),
            ("snapshots", .number(snapshots)), ("bytesIn", .number(bytesIn)), ("bytesOut", .number(bytesOut)),
            ("refusals", .number(refusals)),
        ])
    }
}

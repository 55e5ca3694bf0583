internal import Policy
internal import Restic

/// One row of the trail. Its line is the truth; this is what the line says.
public struct Row: Hashable, Sendable {
    /// Its number; the first row is 1, and none is left out.
    public let seq: UInt64
    /// When it was written, by the gateway's own clock; never before the row before it.
    public let at: Moment
    /// The number of the session's `open` row, which is its own number there; 0 outside of sessions.
    public let session: UInt64
    /// What it tells.
    public let entry: Entry

    /// Takes all of it.
    public init(seq: UInt64, at: Moment, session: UInt64, entry: Entry) {
        self.seq = seq
        self.at = at
        self.session = session
        self.entry = entry
    }

    /// When it was written, as the clock said: ``at``, unless the clock was ahead once. Then rows go on with the time of
    /// the last row, so that their order is the order of their times, and tell the clock's own in a detail.
    public var time: Moment { entry.text(Self.clockDetail).flatMap { Moment($0) } ?? at }

    /// The name of that detail.
    static let clockDetail = "clock"

    /// How far the clock may go back before rows say so, in milliseconds: a step of NTP is smaller.
    static let slack: Int64 = 60_000

    /// The most bytes of a line, so that it fits an entry bundle of tlog-tiles.
    public static let longest = 65_535

    /// The row as one line of JSON without a line break: fixed order of the members, no spaces, only printable ASCII.
    public var line: String {
        var line = LineWriter()
        line.member("seq", seq)
        line.member("at", at.description)
        line.member("session", session)
        line.member("client", entry.client)
        line.member("key", entry.key)
        line.member("source", entry.source)
        line.member("repo", entry.repository)
        line.member("action", entry.action.rawValue)
        line.member("object", entry.object)
        line.member("bytes", entry.bytes.bytes)
        line.member("outcome", entry.outcome.rawValue)
        line.member("reason", entry.reason)
        if !entry.details.isEmpty { line.details(entry.details) }
        return line.finished
    }
}

internal import LedgerWire
internal import Policy
internal import Restic
internal import Retention

/// Tells now and then how far restic is, by what its gate sees: restic itself says nothing that could be relied on.
struct GateProgress {
    private let kind: RunKind
    private let repository: String
    private let world: World
    private var told: (at: Int64, counts: SessionCounts)

    /// Seconds between two lines.
    private static let pause: Int64 = 10

    init(_ kind: RunKind, of repository: String, _ world: World) {
        self.kind = kind
        self.repository = repository
        self.world = world
        told = (world.now(), SessionCounts())
    }

    /// Tells it, if it is time to.
    mutating func tell(_ counts: SessionCounts) {
        let now = world.now()
        guard now - told.at >= Self.pause, counts != told.counts else { return }
        told = (now, counts)
        world.say(
            "postern: \(kind.rawValue) of \(Escaped.text(repository)): read \(Amount.size(counts.bytesOut.bytes)), "
                + "stored \(Amount.size(counts.bytesIn.bytes)), removed \(Amount.count(counts.removals, "object"))")
    }
}

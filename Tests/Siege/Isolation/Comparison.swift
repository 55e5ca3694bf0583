/// Runs in pairs, one alone and one besieged, so that whatever else this machine does falls on both.
public struct Comparison: Sendable {
    private var pairs: [(alone: Isolation.Run, besieged: Isolation.Run)] = []

    /// No runs yet.
    public init() {}

    /// Adds a pair of neighbours.
    public mutating func add(alone: Isolation.Run, besieged: Isolation.Run) { pairs.append((alone, besieged)) }

    /// By how much the backup took longer besieged, in the median of the pairs: 0.1 is a tenth.
    public var slowdown: Double { median { $0.wall / $1.wall } - 1 }

    /// By how much it cost more CPU: its gate, its restic, and all of the ledger's.
    public var extraCPU: Double { median { Self.cost($0) / Self.cost($1) } - 1 }

    private func median(_ ratio: (Isolation.Run, Isolation.Run) -> Double) -> Double {
        let ratios = pairs.map { ratio($0.besieged, $0.alone) }.sorted()
        return ratios.isEmpty ? .nan : (ratios[(ratios.count - 1) / 2] + ratios[ratios.count / 2]) / 2
    }

    private static func cost(_ run: Isolation.Run) -> Double {
        run.seconds.filter { $0.key != "hostile" }.values.reduce(0, +)
    }
}

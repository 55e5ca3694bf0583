public import Seals
public import Trail

/// What an audit found.
public struct Report: Sendable {
    /// All that is wrong, the worst first: what the rows themselves show.
    public internal(set) var defects: [Defect] = []
    /// What is worth to be said, and no damage.
    public internal(set) var notes: [String] = []
    /// How many rows there are.
    public internal(set) var rows: UInt64 = 0
    /// The root of the tree of all rows; `nil` where one of them is wrong.
    public internal(set) var root: TreeHash?
    /// How many rows a signed checkpoint covers, if all is well.
    public internal(set) var sealed: UInt64 = 0
    /// How many checkpoints there are that this key signed.
    public internal(set) var checkpoints = 0
    /// The key that they were verified with; `nil` where nothing was ever sealed.
    public internal(set) var key: VerifierKey?

    init() {}

    /// Whether nothing is wrong.
    public var isSound: Bool { defects.isEmpty }
}

/// What of the unflushed survives a power cut. All of these are allowed to a file system.
public enum Survival: Hashable, Sendable, CaseIterable {
    /// Nothing.
    case nothing
    /// All of it: then it is as if only the processes had been killed.
    case everything
    /// Names, but no bytes: what was not flushed of a file was never written.
    case names
    /// Names and lengths, but no bytes: what was not flushed of a file is zeros.
    case namesAndLengths
    /// Bytes, but no names.
    case bytes
    /// Some of it, at random.
    case some(seed: UInt64)

    /// One of each kind, and two at random.
    public static let allCases: [Survival] =
        [.nothing, .everything, .names, .namesAndLengths, .bytes, .some(seed: 1), .some(seed: 2)]

    /// Whether an unflushed change survives.
    ///
    /// - Parameters:
    ///   - node: of which file or folder.
    ///   - index: its number among the changes of that.
    ///   - isName: whether it is a name in a folder.
    /// - Returns: whether it is there after the power cut.
    func keeps(_ node: Int, _ index: Int, isName: Bool) -> Bool {
        switch self {
        case .nothing: false
        case .everything: true
        case .names, .namesAndLengths: isName
        case .bytes: !isName
        case .some(let seed):
            // Each change has its own coin, so that the same one falls the same way at every moment.
            Self.coin(seed &* 1_000_003 &+ UInt64(node) &* 8191 &+ UInt64(index) &* 2 &+ (isName ? 1 : 0))
        }
    }

    private static func coin(_ seed: UInt64) -> Bool {
        var chance = Chance(seed: seed)
        return chance.next() & 1 == 1
    }
}

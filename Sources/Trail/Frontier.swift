/// The right edge of a Merkle tree: enough to add leaves and to know the root, in memory that grows with the logarithm
/// of the tree.
public struct Frontier: Hashable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: UInt64 = 0

    /// The roots of the perfect trees that it is made of, the largest first: one for each 1 in ``size``.
    private var peaks: [TreeHash] = []

    /// A tree without leaves.
    public init() {}

    /// Adds a leaf at the end.
    ///
    /// - Throws: ``HashingError``; the tree is then of no use any more.
    public mutating func add(_ leaf: TreeHash, _ hasher: TreeHasher) throws(HashingError) {
        var hash = leaf
        var sizes = size
        while sizes & 1 == 1, let left = peaks.popLast() {
            hash = try hasher.node(left, hash)
            sizes >>= 1
        }
        peaks.append(hash)
        size += 1
    }

    /// The hash that stands for all leaves and their order.
    ///
    /// - Throws: ``HashingError``.
    public func root(_ hasher: TreeHasher) throws(HashingError) -> TreeHash {
        guard var hash = peaks.last else { return try hasher.emptyRoot() }
        for peak in peaks.dropLast().reversed() { hash = try hasher.node(peak, hash) }
        return hash
    }
}

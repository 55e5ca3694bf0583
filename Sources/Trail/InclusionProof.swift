/// Shows that a leaf is in a tree, to somebody who knows the leaf and the root. Source: RFC 6962, section 2.1.1.
public struct InclusionProof: Hashable, Sendable {
    /// The leaf's place; the first is 0, which is row 1.
    public let index: UInt64
    /// How many leaves the tree has.
    public let size: UInt64
    /// The hashes beside the way from the leaf to the root.
    public let path: [TreeHash]

    /// Takes a proof that somebody made.
    public init(index: UInt64, size: UInt64, path: [TreeHash]) {
        self.index = index
        self.size = size
        self.path = path
    }

    /// Makes the proof; each leaf is looked at once.
    ///
    /// - Parameters:
    ///   - index: the leaf's place, below `size`; otherwise there is no proof.
    ///   - size: how many leaves the tree has.
    ///   - hasher: computes the hashes.
    ///   - leaf: the hash of the leaf at a place.
    /// - Throws: ``HashingError``.
    public init?(
        of index: UInt64, in size: UInt64, _ hasher: TreeHasher, leaf: (UInt64) throws(HashingError) -> TreeHash
    ) throws(HashingError) {
        guard index < size else { return nil }
        var path: [TreeHash] = []
        var range = 0..<size
        while range.count > 1 {
            let (left, right) = Subtree.halves(of: range)
            range = left.contains(index) ? left : right
            path.append(try Subtree.root(of: range == left ? right : left, hasher, leaf))
        }
        self.init(index: index, size: size, path: path.reversed())
    }

    /// Whether it shows that `leaf` is at ``index`` in the tree with this root.
    ///
    /// - Throws: ``HashingError``.
    public func holds(for leaf: TreeHash, root: TreeHash, _ hasher: TreeHasher) throws(HashingError) -> Bool {
        guard index < size else { return false }
        var (place, last, hash) = (index, size - 1, leaf)
        for beside in path {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                hash = try hasher.node(beside, hash)
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                hash = try hasher.node(hash, beside)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }
}

/// A part of a tree, by the places of its leaves.
enum Subtree {
    /// The largest power of two of leaves that is not all of them, and the rest.
    static func halves(of range: Range<UInt64>) -> (left: Range<UInt64>, right: Range<UInt64>) {
        let count = range.upperBound - range.lowerBound
        let middle = range.lowerBound + (1 << (63 - UInt64((count - 1).leadingZeroBitCount)))
        return (range.lowerBound..<middle, middle..<range.upperBound)
    }

    static func root(
        of range: Range<UInt64>, _ hasher: TreeHasher, _ leaf: (UInt64) throws(HashingError) -> TreeHash
    ) throws(HashingError) -> TreeHash {
        var tree = Frontier()
        for place in range { try tree.add(try leaf(place), hasher) }
        return try tree.root(hasher)
    }
}

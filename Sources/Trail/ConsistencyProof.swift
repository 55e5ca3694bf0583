/// Shows that a tree grew out of an older one by adding leaves alone. Source: RFC 6962, section 2.1.2.
public struct ConsistencyProof: Hashable, Sendable {
    /// How many leaves the older tree has.
    public let older: UInt64
    /// How many leaves the newer tree has.
    public let newer: UInt64
    /// The hashes from which both roots follow.
    public let path: [TreeHash]

    /// Takes a proof that somebody made.
    public init(older: UInt64, newer: UInt64, path: [TreeHash]) {
        self.older = older
        self.newer = newer
        self.path = path
    }

    /// Makes the proof; each leaf is looked at once at most.
    ///
    /// - Parameters:
    ///   - older: how many leaves the older tree has; at most `newer`, otherwise there is no proof.
    ///   - newer: how many leaves the newer tree has.
    ///   - hasher: computes the hashes.
    ///   - leaf: the hash of the leaf at a place.
    /// - Throws: ``HashingError``.
    public init?(
        from older: UInt64, to newer: UInt64, _ hasher: TreeHasher,
        leaf: (UInt64) throws(HashingError) -> TreeHash
    ) throws(HashingError) {
        guard older <= newer else { return nil }
        var path: [TreeHash] = []
        var range = 0..<newer
        // The way to the older tree's last perfect tree; what lies beside it goes into the proof.
        while older > 0, older != range.upperBound {
            let (left, right) = Subtree.halves(of: range)
            range = older <= left.upperBound ? left : right
            path.append(try Subtree.root(of: range == left ? right : left, hasher, leaf))
        }
        // That tree's own root, where it is not the older root, which is known.
        if range.lowerBound > 0 { path.append(try Subtree.root(of: range, hasher, leaf)) }
        self.init(older: older, newer: newer, path: path.reversed())
    }

    /// Whether it shows that the tree with the root `newerRoot` grew out of the one with the root `olderRoot`.
    ///
    /// - Throws: ``HashingError``.
    public func holds(
        from olderRoot: TreeHash, to newerRoot: TreeHash, _ hasher: TreeHasher
    ) throws(HashingError) -> Bool {
        if older == newer { return path.isEmpty && olderRoot == newerRoot }
        if older == 0 {
            let nothing = try hasher.emptyRoot()
            return path.isEmpty && olderRoot == nothing
        }
        guard older < newer, !path.isEmpty else { return false }
        let isPerfect = older & (older - 1) == 0
        var rest = (isPerfect ? [olderRoot] : []) + path
        var (place, last) = (older - 1, newer - 1)
        while place & 1 == 1 { (place, last) = (place >> 1, last >> 1) }
        let seed = rest.removeFirst()
        var (old, new) = (seed, seed)
        for beside in rest {
            guard last > 0 else { return false }
            if place & 1 == 1 || place == last {
                (old, new) = (try hasher.node(beside, old), try hasher.node(beside, new))
                while place & 1 == 0, place > 0 { (place, last) = (place >> 1, last >> 1) }
            } else {
                new = try hasher.node(new, beside)
            }
            (place, last) = (place >> 1, last >> 1)
        }
        return last == 0 && old == olderRoot && new == newerRoot
    }
}

import Testing
import Trail

@Suite("The tree over all rows") struct TreeTests {
    let hasher: TreeHasher
    let leaves: [TreeHash]

    init() throws {
        hasher = try TreeHasher()
        leaves = try PublishedTree.leaves(hasher)
    }

    @Test("has the published roots of RFC 6962", arguments: 0...8)
    func roots(size: Int) throws {
        var tree = Frontier()
        for leaf in leaves.prefix(size) { try tree.add(leaf, hasher) }
        #expect(tree.size == UInt64(size))
        #expect(try tree.root(hasher).description == PublishedTree.roots[size])
    }

    @Test("has the roots that RFC 6962 defines, for sizes around every power of two")
    func definition() throws {
        let leaves = try (0..<260).map { try hasher.leaf("\($0)") }
        var tree = Frontier()
        for (count, leaf) in leaves.enumerated() {
            #expect(try tree.root(hasher) == defined(leaves[..<count]))
            try tree.add(leaf, hasher)
        }
    }

    @Test("tells a leaf from a node")
    func prefixes() throws {
        let node = try hasher.node(leaves[0], leaves[1])
        let both = leaves[0].bytes + leaves[1].bytes
        #expect(try hasher.leaf(both) != node)
    }

    @Test("makes and accepts the published proofs that a leaf is in it", arguments: PublishedTree.inclusions.indices)
    func inclusion(number: Int) throws {
        let (index, size, path) = PublishedTree.inclusions[number]
        let made = try InclusionProof(of: index, in: size, hasher) { leaves[Int($0)] }
        #expect(made?.path.map(\.description) == path)
        let proof = InclusionProof(index: index, size: size, path: try path.map(PublishedTree.hash))
        let root = try PublishedTree.hash(PublishedTree.roots[Int(size)])
        #expect(try proof.holds(for: leaves[Int(index)], root: root, hasher))
        for wrong in try broken(path) {
            #expect(
                try !InclusionProof(index: index, size: size, path: wrong).holds(
                    for: leaves[Int(index)], root: root, hasher))
        }
        for other in 0..<8 where other != Int(index) {
            #expect(try !proof.holds(for: leaves[other], root: root, hasher))
            let moved = InclusionProof(index: UInt64(other), size: size, path: proof.path)
            #expect(try !moved.holds(for: leaves[Int(index)], root: root, hasher))
        }
    }

    @Test("makes and accepts the published proofs that it only grew", arguments: PublishedTree.consistencies.indices)
    func consistency(number: Int) throws {
        let (older, newer, path) = PublishedTree.consistencies[number]
        let made = try ConsistencyProof(from: older, to: newer, hasher) { leaves[Int($0)] }
        #expect(made?.path.map(\.description) == path)
        let proof = ConsistencyProof(older: older, newer: newer, path: try path.map(PublishedTree.hash))
        let (from, to) = try (root(older), root(newer))
        #expect(try proof.holds(from: from, to: to, hasher))
        for wrong in try broken(path) {
            #expect(try !ConsistencyProof(older: older, newer: newer, path: wrong).holds(from: from, to: to, hasher))
        }
        if older != newer { #expect(try !proof.holds(from: to, to: from, hasher)) }
    }

    @Test("proves every leaf and every older tree, up to a size of 20")
    func everyProof() throws {
        let leaves = try (0..<20).map { try hasher.leaf("\($0)") }
        for size in 1...20 {
            let root = try defined(leaves[..<size])
            for place in 0..<size {
                let proof = try InclusionProof(of: UInt64(place), in: UInt64(size), hasher) { leaves[Int($0)] }
                #expect(try proof?.holds(for: leaves[place], root: root, hasher) == true)
            }
            for older in 0...size {
                let proof = try ConsistencyProof(from: UInt64(older), to: UInt64(size), hasher) { leaves[Int($0)] }
                #expect(try proof?.holds(from: defined(leaves[..<older]), to: root, hasher) == true)
            }
        }
        #expect(try InclusionProof(of: 20, in: 20, hasher) { leaves[Int($0)] } == nil)
        #expect(try ConsistencyProof(from: 20, to: 19, hasher) { leaves[Int($0)] } == nil)
    }

    private func root(_ size: UInt64) throws -> TreeHash { try PublishedTree.hash(PublishedTree.roots[Int(size)]) }

    /// The path with a bit changed, with a hash too few, and with one too many.
    private func broken(_ path: [String]) throws -> [[TreeHash]] {
        let path = try path.map(PublishedTree.hash)
        var wrong = [path + [leaves[7]], [leaves[7]] + path]
        if !path.isEmpty { wrong += [Array(path.dropLast()), Array(path.dropFirst())] }
        for index in path.indices {
            var bytes = path[index].bytes
            bytes[0] ^= 8
            var changed = path
            changed[index] = try #require(TreeHash(bytes))
            wrong.append(changed)
        }
        return wrong
    }

    /// MTH(D[n]) word for word. Source: RFC 6962, section 2.1.
    private func defined(_ leaves: ArraySlice<TreeHash>) throws -> TreeHash {
        guard let first = leaves.first else { return try hasher.emptyRoot() }
        if leaves.count == 1 { return first }
        var half = 1
        while half * 2 < leaves.count { half *= 2 }
        let middle = leaves.startIndex + half
        return try hasher.node(defined(leaves[..<middle]), defined(leaves[middle...]))
    }
}

internal import Glibc
internal import Linux
internal import Seals
internal import Trail

/// The leaf hashes that were kept when rows were sealed, as far as a checkpoint proves them.
struct SealedLeaves {
    /// How many of them a signed root proves.
    let proven: UInt64
    private let file: LeafFile?

    /// Computes the tree of what was kept, and compares it with every checkpoint.
    init(in folder: SealFolder, _ known: KnownCheckpoints, _ hasher: TreeHasher) throws(AuditError) {
        guard let largest = known.newest?.size, let file = try Self.open(folder.leaves) else {
            (proven, file) = (0, nil)
            return
        }
        var (tree, proven) = (Frontier(), UInt64(0))
        var rest = known.all[...]
        for place in 0..<min(file.count, largest) {
            guard let leaf = try AuditError.seal({ () throws(SealError) in try file.leaf(place) }) else { break }
            try AuditError.hashing { () throws(HashingError) in try tree.add(leaf, hasher) }
            while let next = rest.first, next.size <= tree.size {
                rest = rest.dropFirst()
                guard next.size == tree.size else { continue }
                let root = try AuditError.hashing { () throws(HashingError) in try tree.root(hasher) }
                if root == next.checkpoint.root { proven = tree.size }
            }
        }
        (self.proven, self.file) = (proven, file)
    }

    private static func open(_ path: String) throws(AuditError) -> LeafFile? {
        do throws(SealError) {
            return try LeafFile(path, .reading)
        } catch {
            if case .system(let why, _) = error, why.code == ENOENT { return nil }
            throw .seal(error)
        }
    }

    /// The leaf of a row as it was sealed; `nil` for a row that was not, or whose leaf no checkpoint proves.
    func leaf(of row: UInt64) throws(AuditError) -> TreeHash? {
        guard row > 0, row <= proven, let file else { return nil }
        return try AuditError.seal { () throws(SealError) in try file.leaf(row - 1) }
    }

    /// The first row from `row` on whose leaf fits; every leaf is looked at.
    func row(
        from row: UInt64, where fits: (UInt64, TreeHash) throws(AuditError) -> Bool
    ) throws(AuditError) -> UInt64? {
        var row = max(row, 1)
        while let leaf = try leaf(of: row) {
            if try fits(row, leaf) { return row }
            row += 1
        }
        return nil
    }
}

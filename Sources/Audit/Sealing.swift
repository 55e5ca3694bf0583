internal import Glibc
internal import Linux
internal import Policy
public import Seals
internal import Trail

/// Signs what the trail is now, so that nobody can change it later unseen. For the coordinator, which holds the key.
///
/// The tree goes on from the leaf hashes that earlier seals kept: damage in rows that are sealed already keeps no new row
/// from being sealed. ``Verification`` finds such damage.
public struct Sealing {
    /// What came of it.
    public enum Outcome: Hashable, Sendable {
        /// A new checkpoint was signed and kept, over so many rows that none before it covered.
        case sealed(Checkpoint, new: UInt64)
        /// There is no row that needs a new checkpoint; the last one, if there is one.
        case nothingNew(Checkpoint?)
    }

    private let state: AuditedState
    private let hasher: TreeHasher

    /// Names what is to be sealed.
    ///
    /// - Throws: ``AuditError``.
    public init(_ state: AuditedState) throws(AuditError) {
        self.state = state
        hasher = try AuditError.hashing { () throws(HashingError) in try TreeHasher() }
    }

    /// Seals all rows that there are.
    ///
    /// - Parameter signer: the key; its folders must be there.
    /// - Returns: the checkpoint, which is on the disk then.
    /// - Throws: ``AuditError``; where the new rows, or what was kept, are damaged, nothing is signed.
    public func seal(with signer: SignerKey) throws(AuditError) -> Outcome {
        let lock = try lock()
        defer { flock(lock.raw, LOCK_UN) }
        let known = try KnownCheckpoints(in: state.seals, key: signer.verifier)
        if let defect = known.defects.first { throw .damaged(defect) }
        let newest = known.newest?.checkpoint
        let scan = try state.openTrail()
        let differences = try AuditError.trail { () throws(TrailError) in try scan.differences() }
        if let difference = differences.first { throw .damaged(Defect(.schema, difference.escaped)) }
        let leaves = try AuditError.seal { () throws(SealError) in try LeafFile(state.seals.leaves, .keeping) }
        var tree = try sealedTree(newest, leaves, scan)
        guard try add(scan, to: &tree, leaves) else { return .nothingNew(newest) }
        try AuditError.seal { () throws(SealError) in try leaves.flush() }
        return try .sealed(sign(tree, signer), new: tree.size - (newest?.size ?? 0))
    }

    /// One seal at a time. The kernel gives it back when the process ends. Source: flock(2).
    private func lock() throws(AuditError) -> Descriptor {
        let path = state.seals.leaves
        do throws(SystemCallError) {
            let file = try Descriptor.at(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o644)
            try retrying("flock") { flock(file.raw, LOCK_EX) }
            return file
        } catch {
            throw .system(error, path)
        }
    }

    /// The tree of the newest checkpoint, from what was kept with it; from the rows themselves where that is lost.
    private func sealedTree(
        _ newest: Checkpoint?, _ leaves: LeafFile, _ scan: TrailScan
    ) throws(AuditError) -> Frontier {
        var tree = Frontier()
        guard let newest else { return tree }
        for place in 0..<min(newest.size, leaves.count) {
            guard let leaf = try AuditError.seal({ () throws(SealError) in try leaves.leaf(place) }) else { break }
            try AuditError.hashing { () throws(HashingError) in try tree.add(leaf, hasher) }
        }
        if tree.size < newest.size {
            let rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: tree.size) }
            while tree.size < newest.size {
                guard let row = try AuditError.trail({ () throws(TrailError) in try rows.next() }) else { break }
                try add(row, to: &tree, leaves)
            }
        }
        let last = try AuditError.trail { () throws(TrailError) in try scan.last() }
        if last < newest.size {
            throw .damaged(Defect(.cut, row: last + 1, "rows \(last + 1) to \(newest.size) are cut off"))
        }
        let root = try AuditError.hashing { () throws(HashingError) in try tree.root(hasher) }
        guard root == newest.root else {
            throw .damaged(
                Defect(.rewritten, row: 1, "the leaf hashes that were kept are not those of the newest checkpoint"))
        }
        return tree
    }

    /// Adds all rows behind the newest checkpoint.
    ///
    /// - Returns: whether there is anything but the rows of earlier seals, which each seal would otherwise cause anew.
    private func add(_ scan: TrailScan, to tree: inout Frontier, _ leaves: LeafFile) throws(AuditError) -> Bool {
        var hasNews = false
        let rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: tree.size) }
        while let stored = try AuditError.trail({ () throws(TrailError) in try rows.next() }) {
            let row = try add(stored, to: &tree, leaves)
            if row.entry.action != .auditSeal { hasNews = true }
        }
        return hasNews
    }

    @discardableResult
    private func add(_ stored: StoredRow, to tree: inout Frontier, _ leaves: LeafFile) throws(AuditError) -> Row {
        let seq = tree.size + 1
        let leaf = try AuditError.hashing { () throws(HashingError) in try hasher.leaf(stored.line) }
        guard stored.seq == seq else {
            throw .damaged(Defect(.missing, row: seq, "rows \(seq) to \(stored.seq - 1) are missing"))
        }
        guard stored.leaf == leaf, let row = try? Row(line: stored.line), row.seq == seq else {
            throw .damaged(Defect(.changed, row: seq, "row \(seq) was changed: it does not fit its leaf hash"))
        }
        guard try AuditError.seal({ () throws(SealError) in try leaves.keep(leaf, seq - 1) }) else {
            throw .damaged(Defect(.changed, row: seq, "row \(seq) is not the one that an earlier seal began to keep"))
        }
        try AuditError.hashing { () throws(HashingError) in try tree.add(leaf, hasher) }
        return row
    }

    private func sign(_ tree: Frontier, _ signer: SignerKey) throws(AuditError) -> Checkpoint {
        let root = try AuditError.hashing { () throws(HashingError) in try tree.root(hasher) }
        let checkpoint = Checkpoint(origin: signer.verifier.name, size: tree.size, root: root)
        guard let note = signer.sign(checkpoint) else { throw .noVerifier }
        try AuditError.seal { () throws(SealError) in try state.seals.keep(note) }
        return checkpoint
    }
}

internal import Policy
internal import Seals
internal import Trail

/// Walks over all rows once, from the first to the last: each one against its own leaf hash, against the one that was
/// sealed, and all of them against the roots of the checkpoints. Memory does not grow with the trail.
struct RowWalk {
    /// What is wrong with a row.
    enum Fault: Hashable {
        /// Rows are left out before it.
        case gap
        /// It stands where no row can be.
        case nowhere
        /// Its line is not the one that was sealed.
        case notSealed
        /// Its line is the sealed one; the leaf hash beside it is not.
        case leafOnly
        /// Its line does not fit the leaf hash beside it.
        case leaf
        /// Its line is no row.
        case line(LineError)
        /// Its line is that of another row.
        case number(UInt64)
        /// It is older than the row before.
        case time
    }

    /// How many rows there are.
    private(set) var count: UInt64 = 0
    /// The first row that is wrong.
    private(set) var first: (place: UInt64, row: StoredRow, fault: Fault)?
    /// How many others are wrong, as far as one can tell behind the first one.
    private(set) var others: UInt64 = 0
    /// The checkpoints whose root these rows have, and those whose root they have not.
    private(set) var fitting: [KnownCheckpoint] = []
    private(set) var unfitting: [KnownCheckpoint] = []
    /// Sessions that ended without a last word.
    private(set) var dead = DeadSessions()

    private let sealed: SealedLeaves
    private let hasher: TreeHasher
    private var rest: ArraySlice<KnownCheckpoint>
    private var tree = Frontier()
    private var previous: Moment?

    init(_ sealed: SealedLeaves, _ known: KnownCheckpoints, _ hasher: TreeHasher) {
        self.sealed = sealed
        self.hasher = hasher
        rest = known.all[...]
    }

    /// The root of all rows, while none of them is wrong.
    func root() throws(AuditError) -> TreeHash? {
        guard first == nil else { return nil }
        return try AuditError.hashing { () throws(HashingError) in try tree.root(hasher) }
    }

    /// Takes the next row.
    mutating func take(_ stored: StoredRow) throws(AuditError) {
        count += 1
        let leaf = try AuditError.hashing { () throws(HashingError) in try hasher.leaf(stored.line) }
        let line = Self.read(stored.line)
        let place = first == nil ? count : stored.seq
        let fault = try fault(of: stored, leaf, line, at: place)
        if case .success(let row) = line {
            previous = max(row.at, previous ?? row.at)
            dead.take(row)
        }
        if let fault {
            if first == nil { first = (count, stored, fault) } else { others += 1 }
        }
        guard first == nil else { return }
        try AuditError.hashing { () throws(HashingError) in try tree.add(leaf, hasher) }
        try compareRoots()
    }

    private static func read(_ line: [UInt8]) -> Result<Row, LineError> {
        do throws(LineError) {
            return .success(try Row(line: line))
        } catch {
            return .failure(error)
        }
    }

    private func fault(
        of stored: StoredRow, _ leaf: TreeHash, _ line: Result<Row, LineError>, at place: UInt64
    ) throws(AuditError) -> Fault? {
        if stored.seq > place { return .gap }
        if stored.seq < place { return .nowhere }
        if let wanted = try sealed.leaf(of: place), wanted != leaf { return .notSealed }
        switch line {
        case .failure(let error): return .line(error)
        case .success(let row) where row.seq != stored.seq: return .number(row.seq)
        case .success(let row):
            if stored.leaf != leaf { return try sealed.leaf(of: place) == nil ? .leaf : .leafOnly }
            return row.at < previous ?? row.at ? .time : nil
        }
    }

    private mutating func compareRoots() throws(AuditError) {
        while let next = rest.first, next.size <= tree.size {
            rest = rest.dropFirst()
            let root = try AuditError.hashing { () throws(HashingError) in try tree.root(hasher) }
            if root == next.checkpoint.root { fitting.append(next) } else { unfitting.append(next) }
        }
    }
}

/// Sessions whose gate died, or whose ledger was stopped: that happens, and is no damage.
struct DeadSessions: Hashable {
    private(set) var count: UInt64 = 0
    private(set) var last: [UInt64] = []

    mutating func take(_ row: Row) {
        guard row.entry.action == .close, row.entry.outcome == .failed else { return }
        count += 1
        last = last.suffix(2) + [row.session]
    }

    /// For a person; `nil` where there is none.
    var sentence: String? {
        guard count > 0 else { return nil }
        let which = last.map { "\($0)" }.joined(separator: ", ")
        let sessions = count == 1 ? "session ended" : "sessions ended"
        return "\(count) \(sessions) without a last word, as when a connection breaks (the last: \(which))"
    }
}

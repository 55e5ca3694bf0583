internal import Policy
internal import Restic
internal import Trail

/// Finds out what was done to the first row that is wrong, with the sealed leaf hashes and all rows that there are. It
/// walks over them again, which only a damaged trail costs.
struct Diagnosis {
    let scan: TrailScan
    let sealed: SealedLeaves
    let hasher: TreeHasher

    /// What was done.
    func defect(at place: UInt64, _ stored: StoredRow, _ fault: RowWalk.Fault) throws(AuditError) -> Defect {
        switch fault {
        case .gap: return Self.missing(place, through: stored.seq - 1)
        case .nowhere:
            return Defect(.inserted, row: stored.seq, "a row stands before the first one, where none can be")
        case .notSealed: return try sealedDefect(at: place, stored)
        case .leafOnly:
            return Defect(.changed, row: place, "the leaf hash stored with row \(place) was changed; its line was not")
        case .leaf:
            return Defect(.changed, row: place, "row \(place) was changed: it does not fit its leaf hash")
        case .line(let error):
            return Defect(.changed, row: place, "row \(place) was changed: \(error)")
        case .number(let own): return try numberDefect(at: place, saying: own)
        case .time:
            return Defect(.reordered, row: place, "row \(place) is older than the row before it")
        }
    }

    private static func missing(_ first: UInt64, through last: UInt64) -> Defect {
        Defect(.missing, row: first, first == last ? "row \(first) is missing" : "rows \(first) to \(last) are missing")
    }

    private static func reordered(_ place: UInt64, holds stray: UInt64, at moved: UInt64) -> Defect {
        Defect(.reordered, row: place, "row \(stray) stands in the place of row \(place), which is at \(moved)")
    }

    /// The line at this place is not the one that was sealed. Is it the line of another row, and where is its own?
    private func sealedDefect(at place: UInt64, _ stored: StoredRow) throws(AuditError) -> Defect {
        guard let wanted = try sealed.leaf(of: place) else {
            return Defect(.changed, row: place, "row \(place) was changed")
        }
        let stray = try self.stray(stored)
        let isCopy = try stray.map { stray throws(AuditError) in try isInPlace(stray) } ?? false
        let moved = try self.place(after: place, of: wanted, row: place)
        switch (stray, moved) {
        case (let stray?, nil) where isCopy:
            return Defect(.changed, row: place, "row \(place) was replaced by a copy of row \(stray)")
        case (let stray?, let moved?):
            return Self.reordered(place, holds: stray, at: moved)
        case (let stray?, nil) where stray > place: return Self.missing(place, through: stray - 1)
        case (let stray?, nil):
            return Defect(.changed, row: place, "row \(place) was replaced by a copy of row \(stray)")
        case (nil, let moved?):
            let what = moved - place == 1 ? "a row was" : "\(moved - place) rows were"
            return Defect(.inserted, row: place, "\(what) inserted at \(place): the row of this number is \(moved) now")
        case (nil, nil):
            return Defect(.changed, row: place, "row \(place) was changed: it is not the row that was sealed")
        }
    }

    /// The row at this place says that it is another one; nothing is sealed here.
    private func numberDefect(at place: UInt64, saying own: UInt64) throws(AuditError) -> Defect {
        guard own > place else {
            return Defect(
                .inserted, row: place, "row \(place) says that it is row \(own): a row was inserted before it")
        }
        var rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: place) }
        while let next = try Self.next(&rows) {
            guard (try? Row(line: next.line))?.seq == place else { continue }
            return Self.reordered(place, holds: own, at: next.seq)
        }
        return Self.missing(place, through: own - 1)
    }

    /// Which sealed row a stored line is that of.
    private func stray(_ stored: StoredRow) throws(AuditError) -> UInt64? {
        let hash = try hash(stored.line)
        if let row = try sealed.row(from: 1, where: { _, leaf in leaf == hash }) { return row }
        return try sealed.row(from: 1) { (row, leaf) throws(AuditError) in try fits(stored, as: row, leaf) }
    }

    /// Where the row with a sealed leaf stands now, behind a place.
    private func place(after place: UInt64, of leaf: TreeHash, row: UInt64) throws(AuditError) -> UInt64? {
        var rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: place) }
        while let next = try Self.next(&rows) {
            // Two rows may tell the same in the same millisecond: one that stands where it was sealed has not moved.
            if try fits(next, as: row, leaf), try !isAsSealed(next) { return next.seq }
        }
        return nil
    }

    private func isInPlace(_ row: UInt64) throws(AuditError) -> Bool {
        var rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: row - 1) }
        guard let stored = try Self.next(&rows), stored.seq == row else { return false }
        return try isAsSealed(stored)
    }

    private func isAsSealed(_ stored: StoredRow) throws(AuditError) -> Bool {
        try sealed.leaf(of: stored.seq) == hash(stored.line)
    }

    private static func next(_ rows: inout TrailScan.Rows) throws(AuditError) -> StoredRow? {
        do throws(TrailError) {
            return try rows.next()
        } catch {
            throw .trail(error)
        }
    }

    /// Whether a stored line is that of a sealed row: as it is, or once it has that row's number again. Whoever removes
    /// or adds a row with care gives new numbers to all that follow, also to the sessions that they name.
    private func fits(_ stored: StoredRow, as row: UInt64, _ leaf: TreeHash) throws(AuditError) -> Bool {
        if try hash(stored.line) == leaf { return true }
        guard let found = try? Row(line: stored.line), found.seq != row else { return false }
        let shift = Int64(clamping: row) - Int64(clamping: found.seq)
        let sessions = [found.session, UInt64(clamping: Int64(clamping: found.session) + shift)]
        for session in sessions {
            let renumbered = Row(seq: row, at: found.at, session: session, entry: found.entry)
            if try hash(Array(renumbered.line.utf8)) == leaf { return true }
        }
        return false
    }

    private func hash(_ line: [UInt8]) throws(AuditError) -> TreeHash {
        try AuditError.hashing { () throws(HashingError) in try hasher.leaf(line) }
    }
}

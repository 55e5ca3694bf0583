internal import Catalog
internal import Linux
internal import SQLite
public import Seals
internal import Trail

/// Recomputes a trail from its rows, and says what is wrong with it.
///
/// It reads the trail twice, once for the tree and once for the catalog, on two threads. It changes nothing.
public struct Verification: Sendable {
    private let state: AuditedState
    /// A file of checkpoints that was kept somewhere else.
    public var checkpoints: String?
    /// The key that it was signed with, where that in the state folder is not to be believed.
    public var key: VerifierKey?
    /// The repositories to be compared with the trail; `nil`: none.
    public var stores: AuditedStores?

    /// Names what is to be verified.
    public init(_ state: AuditedState) { self.state = state }

    /// Verifies all of it.
    ///
    /// - Parameter step: is called after each row.
    /// - Returns: what was found; damage is no error.
    /// - Throws: ``AuditError`` where it could not be finished.
    public func run(step: () -> Void = {}) throws(AuditError) -> Report {
        guard try AuditedState.isFile(state.trail) else { throw .noTrail(state.trail) }
        var report = Report()
        let known = try knownCheckpoints(&report)
        let shape = try schemaDefects()
        guard shape.isEmpty else {
            // What the rows of such a database say cannot be told.
            report.defects = shape + known.defects
            return report
        }
        let catalog = CatalogWork(state, stores)
        let scan = try catalog.start()
        let rows = try walk(scan, known, &report, step)
        report.defects = rows + cutDefects(report, known, applied: catalog.applied, rows)
        report.defects += indexDefects(scan)
        let outcome = catalog.wait()
        if report.isSound {
            let result = try outcome.get()
            report.defects += result.defects
            report.notes += result.notes
        } else {
            report.notes.append("catalog and repositories were not compared, since the trail is damaged")
        }
        report.defects += known.defects
        return report
    }

    private func knownCheckpoints(_ report: inout Report) throws(AuditError) -> KnownCheckpoints {
        let seals = state.seals
        let own = try AuditError.seal { () throws(SealError) in try seals.verifierKey() }
        guard let key = self.key ?? own else {
            if checkpoints != nil { throw .noVerifier }
            report.notes.append("nothing has been sealed yet: only what does not fit by itself is found")
            return KnownCheckpoints()
        }
        report.key = key
        var known = try KnownCheckpoints(in: seals, key: key)
        if let checkpoints { try known.add(file: checkpoints, in: seals, key: key) }
        report.notes += known.notes
        report.checkpoints = known.all.count
        return known
    }

    private func schemaDefects() throws(AuditError) -> [Defect] {
        do throws(AuditError) {
            let scan = try state.openTrail()
            let differences = try AuditError.trail { () throws(TrailError) in try scan.differences() }
            return differences.map { Defect(.schema, $0.escaped) }
        } catch {
            return [try Self.damage(error)]
        }
    }

    private func indexDefects(_ scan: TrailScan) -> [Defect] {
        do throws(TrailError) {
            return try scan.faults().map { Defect(.unreadable, $0.escaped) }
        } catch {
            return [Defect(.unreadable, "\(error)".escaped)]
        }
    }

    /// A database that SQLite cannot read is damage; all else that goes wrong is not.
    private static func damage(_ error: AuditError, row: UInt64? = nil) throws(AuditError) -> Defect {
        guard case .trail(.database(let why)) = error, why.isDamage else { throw error }
        return Defect(.unreadable, row: row, "\(error)".escaped)
    }

    private func walk(
        _ scan: TrailScan, _ known: KnownCheckpoints, _ report: inout Report, _ step: () -> Void
    ) throws(AuditError) -> [Defect] {
        let hasher = try AuditError.hashing { () throws(HashingError) in try TreeHasher() }
        let sealed = try SealedLeaves(in: state.seals, known, hasher)
        var walk = RowWalk(sealed, known, hasher)
        var unreadable: [Defect] = []
        do throws(AuditError) {
            let rows = try AuditError.trail { () throws(TrailError) in try scan.rows(after: 0) }
            while let row = try AuditError.trail({ () throws(TrailError) in try rows.next() }) {
                try walk.take(row)
                step()
            }
        } catch {
            unreadable = [try Self.damage(error, row: walk.count + 1)]
        }
        report.rows = walk.count
        report.root = try walk.root()
        if let dead = walk.dead.sentence { report.notes.append(dead) }
        guard let (place, row, fault) = walk.first else {
            report.sealed = walk.fitting.last?.size ?? 0
            return unreadable + (walk.unfitting.first.map { [Self.rewritten($0, walk.fitting)] } ?? [])
        }
        if walk.others > 0 { report.notes.append("behind the first wrong row at least \(walk.others) more are wrong") }
        return try unreadable + [Diagnosis(scan: scan, sealed: sealed, hasher: hasher).defect(at: place, row, fault)]
    }

    /// All rows fit each other, and not a checkpoint: somebody computed everything anew.
    private static func rewritten(_ one: KnownCheckpoint, _ fitting: [KnownCheckpoint]) -> Defect {
        // A checkpoint that was brought along is judged by others of its kind: who holds the key can make the kept ones.
        let before = fitting.last { $0.size < one.size && ($0.source == .given || one.source == .kept) }
        let first = (before?.size ?? 0) + 1
        return Defect(
            .rewritten, row: first,
            "\(one.name) does not cover these rows: rows \(first) to \(one.size) are not those that were sealed")
    }

    private func cutDefects(
        _ report: Report, _ known: KnownCheckpoints, applied: UInt64, _ found: [Defect]
    ) -> [Defect] {
        // Rows that are missing in the middle make the trail shorter too.
        guard found.allSatisfy({ $0.damage != .missing && $0.damage != .unreadable }) else { return [] }
        let first = report.rows + 1
        if let newest = known.newest, newest.size > report.rows {
            return [Defect(.cut, row: first, "rows \(first) to \(newest.size) are cut off: \(newest.name) covers them")]
        }
        guard applied > report.rows else { return [] }
        return [Defect(.cut, row: first, "rows \(first) to \(applied) are cut off: they are in the catalog")]
    }
}

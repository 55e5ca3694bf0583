internal import Catalog
internal import Linux
internal import Policy
internal import SQLite
internal import Trail

/// Makes the catalog anew from the trail, and compares the ledger's with it.
final class CatalogCheck {
    /// What was found.
    struct Result: Sendable {
        var defects: [Defect] = []
        var notes: [String] = []
        /// The row up to which the ledger's catalog says that it goes; 0 where that cannot be told.
        var applied: UInt64 = 0
    }

    private let state: AuditedState
    private let scan: CatalogScan?
    private let reader: TrailReader
    private let rebuilt: Catalog
    private(set) var result = Result()

    /// Opens all that it needs. From here on the ledger's catalog is seen in one state: look at the trail later than at
    /// the catalog, or it seems to lack rows.
    init(_ state: AuditedState) throws(AuditError) {
        self.state = state
        reader = try AuditError.trail { () throws(TrailError) in try TrailReader(state.trail) }
        scan = try Self.open(state.catalog, &result)
        // A file of no name: SQLite removes it at the end, whatever happens. Source: sqlite.org/inmemorydb.html
        rebuilt = try AuditError.catalog { () throws(CatalogError) in try Catalog("", for: .comparison) }
        // Where it cannot be told, run() says why.
        if let scan, (try? scan.differences())?.isEmpty ?? false { result.applied = (try? scan.applied()) ?? 0 }
    }

    private static func open(_ path: String, _ result: inout Result) throws(AuditError) -> CatalogScan? {
        guard try AuditedState.isFile(path) else {
            result.defects.append(Defect(.catalog, "there is no catalog; the ledger makes it anew when it starts"))
            return nil
        }
        do throws(CatalogError) {
            return try CatalogScan(path)
        } catch {
            result.defects.append(try damage(.catalog(error)))
            return nil
        }
    }

    /// A database that SQLite cannot read is damage; all else that goes wrong is not.
    private static func damage(_ error: AuditError) throws(AuditError) -> Defect {
        guard case .catalog(.database(let why)) = error, why.isDamage else { throw error }
        return Defect(.unreadable, "\(error)".escaped)
    }

    /// Compares.
    func run() throws(AuditError) {
        guard let scan else { return }
        do throws(AuditError) {
            try compare(scan)
        } catch {
            result.defects.append(try Self.damage(error))
        }
    }

    private func compare(_ scan: CatalogScan) throws(AuditError) {
        let differences = try AuditError.catalog { () throws(CatalogError) in try scan.differences() }
        guard differences.isEmpty else {
            result.defects += differences.map { Defect(.schema, "the catalog: \($0.escaped)") }
            return
        }
        let faults = try AuditError.catalog { () throws(CatalogError) in try scan.faults() }
        result.defects += faults.map { Defect(.unreadable, "the catalog: \($0.escaped)") }
        try catchUp(through: result.applied)
        let difference = try AuditError.catalog { () throws(CatalogError) in try scan.firstDifference(from: rebuilt) }
        if let difference {
            result.defects.append(Defect(.catalog, "the catalog does not follow from the trail: \(difference.escaped)"))
        }
        try noteOpenSessions()
    }

    private func noteOpenSessions() throws(AuditError) {
        let open = try AuditError.catalog { () throws(CatalogError) in try rebuilt.openSessions() }
        guard let first = open.first else { return }
        let sessions = open.count == 1 ? "session is" : "sessions are"
        result.notes.append("\(open.count) \(sessions) open, the oldest is \(first.number) of \(first.client.escaped)")
    }

    private func catchUp(through last: UInt64) throws(AuditError) {
        try AuditError.catalog { () throws(CatalogError) in _ = try rebuilt.catchUp(with: reader, through: last) }
    }

    /// Compares what lies in the repositories with the trail.
    func compare(with stores: AuditedStores) throws(AuditError) {
        try catchUp(through: .max)
        let check = StoreCheck(catalog: rebuilt, reader: reader, stores: stores)
        let found = try check.run()
        result.defects += found.defects
        result.notes += found.notes
    }
}

internal import Catalog
internal import Policy
internal import Restic
internal import Store
internal import Trail

/// Compares what lies in the repositories with what the trail tells of them. Gates may be at work meanwhile: what seems
/// to be wrong is looked at again, after all rows that came in between.
struct StoreCheck {
    let catalog: Catalog
    let reader: TrailReader
    let stores: AuditedStores

    /// Differences of one kind that are looked at again, in one repository. Their number beyond it is not told.
    private static let most = 1000

    /// Compares all repositories.
    func run() throws(AuditError) -> (defects: [Defect], notes: [String]) {
        let known = try AuditError.catalog { () throws(CatalogError) in try catalog.places() }
        var names = Set(known)
        names.formUnion(stores.places.map(\.description))
        var (defects, notes) = ([Defect](), [String]())
        for name in names.sorted() {
            guard let place = try? Place(parsing: name), let storage = stores.storages[place.storage] else {
                notes.append("\(name.escaped) was not compared: the policy has no such storage")
                continue
            }
            switch storage {
            case .s3: notes.append("\(name.escaped) was not compared: only local storages are")
            case .local(let root, _): defects += try compare(place, LocalStorage(root: root))
            }
        }
        return (defects, notes)
    }

    private func compare(_ place: Place, _ storage: LocalStorage) throws(AuditError) -> [Defect] {
        let stock = try AuditError.catalog { () throws(CatalogError) in try Stocktaking(catalog, at: place) }
        let inventory = try Self.store(place) { () throws(StoreError) in try Inventory(of: place, in: storage) }
        if let inventory { try list(inventory, into: stock, place) }
        try catchUp()
        let before = try Differences(stock)
        // Once more: what came or went while it was listed shows now, or in the rows that follow.
        for object in before.objects { try lookAgain(at: object, inventory, stock, place) }
        try catchUp()
        return try Differences(stock).and(before).defects(at: place)
    }

    private func list(_ inventory: Inventory, into stock: Stocktaking, _ place: Place) throws(AuditError) {
        var failure: CatalogError?
        try Self.store(place) { () throws(StoreError) in
            try inventory.forEach { (object, size) throws(StoreError) in
                guard failure == nil else { return }
                do throws(CatalogError) { try stock.add(object, size) } catch { failure = error }
            }
        }
        if let failure { throw .catalog(failure) }
    }

    private func lookAgain(
        at object: Object, _ inventory: Inventory?, _ stock: Stocktaking, _ place: Place
    ) throws(AuditError) {
        let size = try Self.store(place) { () throws(StoreError) in try inventory?.size(of: object) }
        try AuditError.catalog { () throws(CatalogError) in
            if let size { try stock.add(object, size) } else { try stock.remove(object) }
        }
    }

    private func catchUp() throws(AuditError) {
        try AuditError.catalog { () throws(CatalogError) in
            try catalog.commit()
            _ = try catalog.catchUp(with: reader)
        }
    }

    private static func store<Result>(
        _ place: Place, _ body: () throws(StoreError) -> Result
    ) throws(AuditError) -> Result {
        do throws(StoreError) {
            return try body()
        } catch {
            throw .store(error, place.description)
        }
    }

    /// What differs in one repository, kind by kind.
    private struct Differences {
        var missing: [Stocktaking.Difference]
        var unexplained: [Stocktaking.Difference]
        var resized: [Stocktaking.Difference]

        init(_ stock: Stocktaking) throws(AuditError) {
            (missing, unexplained, resized) = try AuditError.catalog { () throws(CatalogError) in
                (
                    try stock.missing(limit: most), try stock.unexplained(limit: most), try stock.resized(limit: most)
                )
            }
        }

        var objects: [Object] { (missing + unexplained).map(\.object) }

        /// What differed before too: the rest came in between.
        func and(_ before: Differences) -> Differences {
            var both = self
            let known = Set(before.objects)
            both.missing.removeAll { !known.contains($0.object) }
            both.unexplained.removeAll { !known.contains($0.object) }
            return both
        }

        func defects(at place: Place) -> [Defect] {
            [
                (missing, "the trail tells of \(Self.count(missing)) in \(place) that \(Self.are(missing)) not there"),
                (unexplained, "no row tells of \(Self.count(unexplained)) in \(place)"),
                (
                    resized,
                    "\(Self.count(resized)) in \(place) \(Self.have(resized)) another size than the trail tells"
                ),
            ].compactMap { differences, sentence in
                guard let first = differences.first else { return nil }
                return Defect(.store, row: first.row, "\(sentence); the first: \(first.object)")
            }
        }

        private static func count(_ differences: [Stocktaking.Difference]) -> String {
            switch differences.count {
            case most: "\(most) objects or more"
            case 1: "1 object"
            case let count: "\(count) objects"
            }
        }

        private static func are(_ differences: [Stocktaking.Difference]) -> String {
            differences.count == 1 ? "is" : "are"
        }

        private static func have(_ differences: [Stocktaking.Difference]) -> String {
            differences.count == 1 ? "has" : "have"
        }
    }
}

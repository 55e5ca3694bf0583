internal import Catalog
internal import LedgerWire
internal import Maintenance
internal import Policy
internal import Restic
internal import Store
internal import Trail

/// A repository as it was at a moment: made only of what had been received by then, and was not removed by then. What
/// maintenance has removed since is lent from the trash.
struct AsOf {
    /// What did not exist.
    private(set) var hidden: [Object] = []
    /// What existed and lies in the trash now, by the run whose part it lies in.
    private(set) var lent: [UInt64: [Object]] = [:]
    /// Objects that no row accounts for: nobody knows when they came, so they are hidden too.
    private(set) var unexplained = 0

    /// Finds out what it consisted of.
    ///
    /// - Parameters:
    ///   - moment: when.
    ///   - repository: the repository; the gateway's own key is always there, whenever it was made.
    ///   - storage: where it lies.
    ///   - state: the gateway's state folder.
    /// - Throws: ``Complaint`` where something of it has left the trash for good; what store or catalog say.
    init(_ moment: Moment, _ repository: Repository, in storage: LocalStorage, state: String) throws {
        let holdings = try Holdings("\(state)/catalog/catalog.sqlite")
        var early: Set<Object> = []
        for kind in FileKind.allCases {
            try holdings.received(kind, at: repository.place) { one in
                if one.at <= moment { early.insert(one.object) }
            }
        }
        var late: Set<Object> = []
        try holdings.received(after: moment, at: repository.place) { late.insert($0.object) }
        guard let inventory = try Inventory(of: repository.place, in: storage) else {
            throw Complaint("there is nothing at \(repository.place)", hint: "postern repo list shows what is ready")
        }
        try inventory.forEach { (object, _) in
            guard object != .config, !isOwnKey(object, of: repository) else { return }
            if object.isLock || late.contains(object) { return hidden.append(object) }
            guard !early.contains(object) else { return }
            hidden.append(object)
            unexplained += 1
        }
        try lend(since: moment, repository, holdings)
    }

    private mutating func lend(since moment: Moment, _ repository: Repository, _ holdings: Holdings) throws {
        var purged: Trashed?
        try holdings.trashed(since: moment, at: repository.place) { one in
            guard !one.received.object.isLock else { return }
            if one.isPurged {
                purged = purged ?? one
            } else {
                lent[one.run, default: []].append(one.received.object)
            }
        }
        if let purged {
            throw Complaint(
                "what it was then is not there any more: \(purged.received.object) was removed by run \(purged.run), "
                    + "and has left the trash since",
                hint: "name a moment after \(purged.gone)")
        }
    }
}

private func isOwnKey(_ object: Object, of repository: Repository) -> Bool {
    guard case .file(.keys, let name) = object, let key = repository.key else { return false }
    return name.hex.hasPrefix(key)
}

extension ResticOrder {
    /// Reads a repository; as it was at a moment, if one is given.
    init(reading arguments: [String], password: [UInt8], of repository: Repository, asOf: AsOf?) {
        self.init(arguments, password: password, key: repository.key, purpose: .view)
        guard let asOf else { return }
        (hidden, lent, usesCache) = (asOf.hidden, asOf.lent, false)
    }
}

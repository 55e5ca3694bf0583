internal import LedgerWire
internal import Maintenance
internal import Policy
internal import Restic
internal import Store
internal import Trail

/// One run's part of a repository's trash.
struct TrashPart {
    /// The run.
    let run: UInt64
    /// What the run did, and when it began; `nil` where the trail does not know it.
    let row: Row?
    /// What lies in it, in the order in which it is brought back: what nothing else relies on comes last.
    let objects: [(object: Object, size: ByteCount)]

    /// All of it together.
    var size: ByteCount { objects.reduce(ByteCount.zero) { $0 + $1.size } }

    /// What is brought back: locks belong to sessions that are long over.
    var restorable: [Object] { objects.map(\.object).filter { !$0.isLock } }

    /// Whether a repository relies on something in it.
    var holdsData: Bool {
        restorable.contains { if case .file(.keys, _) = $0 { false } else { true } }
    }

    /// Until when it is kept, in milliseconds since 1970; `nil` where that is not known.
    func heldUntil(_ hold: Duration) -> Int64? { row.map { $0.at.milliseconds + hold.components.seconds * 1000 } }

    /// Whether it has been kept for long enough; never where it is not known since when.
    ///
    /// - Parameters:
    ///   - hold: how long it is kept.
    ///   - now: seconds since 1970.
    /// - Returns: whether `trash purge` takes it.
    func isOver(_ hold: Duration, at now: Int64) -> Bool { heldUntil(hold).map { $0 <= now * 1000 } ?? false }

    /// What removes it for good.
    var purge: [TrashOrder] { objects.map { TrashOrder(.purge, $0.object, run: run) } }

    /// All parts of a repository's trash, the oldest first.
    static func all(of repository: Repository, in storage: LocalStorage, _ trail: TrailReader) throws -> [TrashPart] {
        guard let inventory = try TrashInventory(of: repository.place, in: storage) else { return [] }
        return try inventory.runs().map { run in
            var objects: [(object: Object, size: ByteCount)] = []
            try inventory.forEach(in: run) { (object, size) in objects.append((object, size)) }
            objects.sort { $0.object.rank < $1.object.rank }
            return TrashPart(run: run, row: try trail.row(run), objects: objects)
        }
    }
}

extension Object {
    /// Packs first, then what points to them.
    fileprivate var rank: Int {
        switch self {
        case .file(.data, _): 0
        case .file(.index, _): 1
        case .config, .file(.keys, _): 2
        case .file(.locks, _): 3
        case .file(.snapshots, _): 4
        }
    }
}

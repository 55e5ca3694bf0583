internal import Linux
internal import Policy
internal import Restic
internal import Store

/// What whoever is served sees of a repository. A host sees what lies there; the gateway's own restic also sees what is
/// lent from the trash, does not see what is hidden from it, and has its locks in the gate's memory: one run of
/// maintenance goes on in a repository, and none of its locks may be left to a host.
final class Shelf: Sendable {
    /// The repository.
    let repository: LocalRepository
    /// The locks of the gateway's own restic; `nil`: locks lie in the repository.
    let locks: KeptLocks?
    private let hidden: Set<Object>
    private let lent: [Object: Trash]
    /// The only names of some kinds that exist: what comes later would not fit what was read before.
    private let frozen: [FileKind: Set<FileName>]
    /// What this gate has stored itself since.
    private let added = Monitor<Set<Object>>([])

    /// All that lies in the repository.
    init(_ repository: LocalRepository) {
        self.repository = repository
        (locks, hidden, lent, frozen) = (nil, [], [:], [:])
    }

    /// All that lies in the repository but `hidden`, and what is `lent`.
    ///
    /// - Parameters:
    ///   - repository: the repository.
    ///   - hidden: what does not exist.
    ///   - lent: what exists though it lies in the trash.
    ///   - standing: whether snapshots and index files that come later do not exist either, so that who reads sees one
    ///     state while hosts go on: each snapshot's index came before it, so the snapshots are looked at first.
    /// - Throws: ``StoreError``.
    init(
        _ repository: LocalRepository, hiding hidden: Set<Object>, lending lent: [Object: Trash], standing: Bool
    ) throws(StoreError) {
        var frozen: [FileKind: Set<FileName>] = [:]
        for kind in standing ? [FileKind.snapshots, .index] : [] {
            var names: Set<FileName> = []
            let listing = try repository.list(kind)
            while try listing.next({ (name, _) in names.insert(name) }) {}
            frozen[kind] = names
        }
        self.frozen = frozen
        self.repository = repository
        self.hidden = hidden
        self.lent = lent
        locks = KeptLocks()
    }

    /// Remembers that this gate has stored an object: it is no surprise.
    func stored(_ object: Object) {
        if !frozen.isEmpty { added.change { _ = $0.insert(object) } }
    }

    /// The size of an object; `nil` where it is not there.
    func size(of object: Object) throws(StoreError) -> ByteCount? {
        if let kept = kept(object) { return ByteCount(bytes: UInt64(kept.count)) }
        if let trash = lent[object] { return try trash.open(object)?.size }
        return isHidden(object) ? nil : try repository.size(of: object)
    }

    /// The size of an object, where that can be told at once; `nil` says nothing.
    func sizeAtOnce(of object: Object) -> ByteCount? {
        // What the gateway's own restic sees is not all that lies there.
        locks == nil ? repository.sizeAtOnce(of: object) : nil
    }

    /// Opens an object, where that can be done at once; `nil` says nothing.
    func openAtOnce(_ object: Object) -> StoredObject? {
        locks == nil ? repository.openAtOnce(object) : nil
    }

    /// Opens an object; `nil` where it is not there.
    func open(_ object: Object) throws(StoreError) -> Readable? {
        if let kept = kept(object) { return .kept(kept) }
        if let trash = lent[object] { return try trash.open(object).map { .stored($0) } }
        return isHidden(object) ? nil : try repository.open(object).map { .stored($0) }
    }

    /// Starts a walk over all objects of a kind.
    func list(_ kind: FileKind) throws(StoreError) -> ShelfListing {
        var more = lent.filter { object, _ in
            if case .file(kind, _) = object { true } else { false }
        }.map { $0 }
        more.sort { $0.key.description < $1.key.description }
        let hides = !hidden.isEmpty || frozen[kind] != nil || (kind == .locks && locks != nil)
        return ShelfListing(
            try repository.list(kind), isHidden: hides ? { [self] in isHidden($0) } : nil, lent: more,
            kept: kind == .locks ? locks?.all ?? [] : [])
    }

    private func isHidden(_ object: Object) -> Bool {
        // The gateway's own restic sees its own locks alone: hosts are held by the ledger, not by locks.
        if locks != nil, object.isLock { return true }
        if hidden.contains(object) { return true }
        if added.change({ $0.contains(object) }) { return false }
        guard case .file(let kind, let name) = object, let names = frozen[kind] else { return false }
        return !names.contains(name)
    }

    private func kept(_ object: Object) -> [UInt8]? {
        guard case .file(.locks, let name) = object else { return nil }
        return locks?[name]
    }
}

/// An object that is opened for reading.
enum Readable: Sendable {
    /// It lies in the store.
    case stored(StoredObject)
    /// It is in our memory.
    case kept([UInt8])

    var size: ByteCount {
        switch self {
        case .stored(let object): object.size
        case .kept(let bytes): ByteCount(bytes: UInt64(bytes.count))
        }
    }

    /// Reads bytes at `offset`, until `buffer` is full; it must not reach past the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(StoreError) {
        switch self {
        case .stored(let object): try unsafe object.read(into: buffer, at: offset)
        case .kept(let bytes): unsafe buffer.copyBytes(from: bytes[Int(offset)...].prefix(buffer.count))
        }
    }
}

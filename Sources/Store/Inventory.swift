internal import Glibc
internal import Linux
public import Policy
public import Restic

/// What lies in a repository, looked at from outside and without touching it: for audits, which may run as another user
/// than the gates and must leave no trace. It follows no symbolic link.
public final class Inventory {
    private let root: Descriptor

    /// Opens a repository; `nil` where there is no folder at its place.
    ///
    /// - Throws: ``StoreError`` where it cannot be told; that never means absent.
    public init?(of place: Place, in storage: LocalStorage) throws(StoreError) {
        let storageRoot = try storage.openRoot()
        guard let root = try LocalStorage.open(place.segments, in: storageRoot) else { return nil }
        self.root = root
    }

    /// Calls `body` with every object and its size, a kind after the other. An empty file is no object, and neither is
    /// what has another name than an object's.
    ///
    /// Objects that come or go meanwhile may be among them or not.
    ///
    /// - Throws: ``StoreError``: what cannot be listed whole is a failure, never a shorter list.
    public func forEach(_ body: (Object, ByteCount) throws(StoreError) -> Void) throws(StoreError) {
        if let size = try Listing.size(of: Layout.config, in: root) { try body(.config, size) }
        for kind in FileKind.allCases { try forEach(kind, body) }
    }

    /// The same for one kind.
    private func forEach(
        _ kind: FileKind, _ body: (Object, ByteCount) throws(StoreError) -> Void
    ) throws(StoreError) {
        guard let folder = try Folder.openFolder(kind.rawValue, in: root) else { return }
        guard kind == .data else { return try Self.forEach(kind, in: folder, shard: nil, body) }
        for shard in Layout.shards {
            guard let below = try Folder.openFolder(shard, in: folder) else { continue }
            try Self.forEach(kind, in: below, shard: shard, body)
        }
    }

    /// The size of an object; `nil` where it is not there.
    ///
    /// - Throws: ``StoreError`` where it cannot be told.
    public func size(of object: Object) throws(StoreError) -> ByteCount? {
        switch object {
        case .config: return try Listing.size(of: Layout.config, in: root)
        case .file(let kind, let name):
            guard let folder = try Folder.openFolder(kind.rawValue, in: root) else { return nil }
            guard kind == .data else { return try Listing.size(of: name.hex, in: folder) }
            guard let below = try Folder.openFolder(name.shard, in: folder) else { return nil }
            return try Listing.size(of: name.hex, in: below)
        }
    }

    /// The names of all objects of a kind, sorted.
    ///
    /// - Throws: ``StoreError``.
    public func names(of kind: FileKind) throws(StoreError) -> [FileName] {
        var names: [FileName] = []
        try forEach(kind) { (object, _) throws(StoreError) in
            if case .file(_, let name) = object { names.append(name) }
        }
        return names.sorted { $0.hex < $1.hex }
    }

    /// Opens an object for reading; `nil` where it is not there.
    ///
    /// - Throws: ``StoreError`` where it cannot be told.
    public func open(_ object: Object) throws(StoreError) -> StoredObject? {
        switch object {
        case .config: return try StoredObject.open(Layout.config, in: root, as: object)
        case .file(let kind, let name):
            guard let folder = try Folder.openFolder(kind.rawValue, in: root) else { return nil }
            guard kind == .data else { return try StoredObject.open(name.hex, in: folder, as: object) }
            guard let below = try Folder.openFolder(name.shard, in: folder) else { return nil }
            return try StoredObject.open(name.hex, in: below, as: object)
        }
    }

    private static func forEach(
        _ kind: FileKind, in folder: borrowing Descriptor, shard: String?,
        _ body: (Object, ByteCount) throws(StoreError) -> Void
    ) throws(StoreError) {
        let reader = try Folder.Reader(folder)
        while try reader.nextBatch({ (text) throws(StoreError) in
            guard let name = FileName(text), shard == nil || name.shard == shard,
                let size = try Listing.size(of: text, in: folder)
            else { return }
            try body(.file(kind, name), size)
        }) {}
    }
}

internal import Glibc
internal import Linux
public import Policy
public import Restic

/// What lies in a repository's trash, looked at from outside and without touching it.
public final class TrashInventory {
    private let trash: Descriptor

    /// Opens a repository's trash; `nil` where there is no folder at its place.
    ///
    /// - Throws: ``StoreError`` where it cannot be told; that never means absent.
    public init?(of place: Place, in storage: LocalStorage) throws(StoreError) {
        let storageRoot = try storage.openRoot()
        guard let root = try LocalStorage.open(place.segments, in: storageRoot),
            let trash = try Folder.openFolder(Layout.trash, in: root)
        else { return nil }
        self.trash = trash
    }

    /// The runs that have a part, the oldest first.
    ///
    /// - Throws: ``StoreError``.
    public func runs() throws(StoreError) -> [UInt64] {
        var runs: [UInt64] = []
        try Folder.forEachName(in: trash) { (name) throws(StoreError) in
            if let run = UInt64(name), String(run) == name { runs.append(run) }
        }
        return runs.sorted()
    }

    /// Calls `body` with each object in a run's part and its size, a kind after the other.
    ///
    /// - Throws: ``StoreError``: what cannot be listed whole is a failure, never a shorter list.
    public func forEach(in run: UInt64, _ body: (Object, ByteCount) throws(StoreError) -> Void) throws(StoreError) {
        guard let part = try Folder.openFolder(String(run), in: trash) else { return }
        for kind in FileKind.allCases {
            guard let folder = try Folder.openFolder(kind.rawValue, in: part) else { continue }
            try Folder.forEachName(in: folder) { (text) throws(StoreError) in
                guard let name = FileName(text), let size = try Listing.size(of: text, in: folder) else { return }
                try body(.file(kind, name), size)
            }
        }
    }
}

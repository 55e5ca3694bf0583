internal import Restic
internal import Store

/// A walk over what is visible of one kind, a batch at a time. Used by one thread at a time.
final class ShelfListing {
    /// Names of one batch of what is lent: as many as fit into what a batch from the kernel takes.
    private static let batch = 500

    private let listing: Listing
    private let isHidden: (Object) -> Bool
    private let kind: FileKind
    private var lent: ArraySlice<(key: Object, value: Trash)>
    private var kept: [(FileName, ByteCount)]
    private var hasListed = false

    init(
        _ listing: Listing, isHidden: @escaping (Object) -> Bool, lent: [(key: Object, value: Trash)],
        kept: [(FileName, ByteCount)]
    ) {
        self.listing = listing
        self.isHidden = isHidden
        self.lent = lent[...]
        self.kept = kept
        kind = listing.kind
    }

    /// Calls `body` with the next objects; `false` at the end.
    ///
    /// - Throws: ``StoreError``: a list that cannot be read whole is a failure, never a shorter list.
    func next(_ body: (FileName, ByteCount) -> Void) throws(StoreError) -> Bool {
        if !hasListed {
            let more = try listing.next { (name, size) in
                if !isHidden(.file(kind, name)) { body(name, size) }
            }
            if more { return true }
            hasListed = true
        }
        for (name, size) in kept { body(name, size) }
        kept = []
        for (object, trash) in lent.prefix(Self.batch) {
            guard case .file(_, let name) = object, let found = try trash.open(object) else { continue }
            body(name, found.size)
        }
        lent = lent.dropFirst(Self.batch)
        return !lent.isEmpty
    }
}

internal import Glibc
internal import Linux
internal import Restic
internal import Store

/// A walk over what is visible of one kind, a batch at a time. Used by one thread at a time.
final class ShelfListing {
    /// Names of one batch of what is lent: as many as fit into what a batch from the kernel takes.
    private static let batch = 500

    private let listing: Listing
    /// Nil where nothing is hidden, so that no name need become a value.
    private let isHidden: ((Object) -> Bool)?
    private let kind: FileKind
    private var lent: ArraySlice<(key: Object, value: Trash)>
    private var kept: [(FileName, ByteCount)]
    private var hasListed = false

    init(
        _ listing: Listing, isHidden: ((Object) -> Bool)?, lent: [(key: Object, value: Trash)],
        kept: [(FileName, ByteCount)]
    ) {
        self.listing = listing
        self.isHidden = isHidden
        self.lent = lent[...]
        self.kept = kept
        kind = listing.kind
    }

    /// Gives half of what was not begun yet to a walk of its own; `nil` where there is no half, or not all that lies there
    /// is visible.
    func split() -> ShelfListing? {
        guard isHidden == nil, lent.isEmpty, kept.isEmpty, let half = listing.split() else { return nil }
        return ShelfListing(half, isHidden: nil, lent: [], kept: [])
    }

    /// Calls `body` with the names, as bytes that are valid only there, and the sizes of the next objects; `false` at the
    /// end.
    ///
    /// - Throws: ``StoreError``: a list that cannot be read whole is a failure, never a shorter list.
    func nextBytes(_ body: (UnsafeRawBufferPointer, ByteCount) -> Void) throws(StoreError) -> Bool {
        if !hasListed {
            if try unsafe nextListed(body) { return true }
            hasListed = true
        }
        for (name, size) in kept { unsafe Self.tell(name, size, body) }
        kept = []
        for (object, trash) in lent.prefix(Self.batch) {
            guard case .file(_, let name) = object else { continue }
            guard let found = try trash.open(object) else { throw .system(SystemCallError("openat", ENOENT)) }
            unsafe Self.tell(name, found.size, body)
        }
        lent = lent.dropFirst(Self.batch)
        return !lent.isEmpty
    }

    private func nextListed(_ body: (UnsafeRawBufferPointer, ByteCount) -> Void) throws(StoreError) -> Bool {
        guard let isHidden else { return try unsafe listing.nextBytes(body) }
        return try listing.next { (name, size) in
            if !isHidden(.file(kind, name)) { unsafe Self.tell(name, size, body) }
        }
    }

    private static func tell(_ name: FileName, _ size: ByteCount, _ body: (UnsafeRawBufferPointer, ByteCount) -> Void) {
        var hex = name.hex
        hex.withUTF8 { bytes in unsafe body(UnsafeRawBufferPointer(bytes), size) }
    }
}

internal import Glibc
internal import Linux
public import Restic

/// A walk over all objects of one kind, a batch at a time: its memory does not grow with the repository.
///
/// Objects that come while it goes on may be in it or not; objects that go are left out.
public final class Listing {
    private let repository: LocalRepository
    /// Which kind.
    public let kind: FileKind
    private var shards: ArraySlice<String>
    private var current: (reader: Folder.Reader, folder: LocalRepository.OpenFolder, shard: String.UTF8View)?

    private init(_ repository: LocalRepository, shards: ArraySlice<String>) {
        self.repository = repository
        kind = .data
        self.shards = shards
    }

    init(_ repository: LocalRepository, _ kind: FileKind) throws(StoreError) {
        self.repository = repository
        self.kind = kind
        shards = kind == .data ? Layout.shards[...] : []
        if kind != .data {
            let folder = repository.folder(of: kind)
            current = (try Folder.Reader(folder.descriptor), folder, "".utf8)
        }
    }

    /// Gives half of the folders that were not begun yet to a walk of its own; `nil` where there are less than two.
    public func split() -> Listing? {
        guard shards.count > 1 else { return nil }
        let half = shards.suffix(shards.count / 2)
        shards = shards.dropLast(half.count)
        return Listing(repository, shards: half)
    }

    /// Calls `body` with the next objects; `false` at the end.
    ///
    /// - Throws: ``StoreError``, as ``nextBytes(_:)`` does.
    public func next(_ body: (FileName, ByteCount) -> Void) throws(StoreError) -> Bool {
        try unsafe nextBytes { (name, size) in
            if let name = FileName(unsafe String(decoding: name, as: UTF8.self)) { body(name, size) }
        }
    }

    /// Calls `body` with the names, as bytes that are valid only there, and the sizes of the next objects; `false` at the
    /// end. Names that are no object's are passed over.
    ///
    /// - Throws: ``StoreError``: a list that cannot be read whole is a failure, never a shorter list.
    public func nextBytes(_ body: (UnsafeRawBufferPointer, ByteCount) -> Void) throws(StoreError) -> Bool {
        while true {
            guard let (reader, folder, shard) = current else {
                guard let next = shards.popFirst() else { return false }
                current = try repository.openForListing(shard: next)
                continue
            }
            let more = try unsafe reader.nextBytes { (name) throws(StoreError) in
                guard unsafe FileName.isName(name), unsafe name.starts(with: shard),
                    let start = unsafe name.baseAddress?.assumingMemoryBound(to: CChar.self),
                    let size = try unsafe Self.size(of: start, in: folder.descriptor)
                else { return }
                unsafe body(name, size)
            }
            if more { return true }
            current = nil
            if shards.isEmpty { return false }
        }
    }

    static func size(of name: String, in folder: borrowing Descriptor) throws(StoreError) -> ByteCount? {
        do throws(SystemCallError) {
            return try size(folder.status(of: name))
        } catch {
            return try absence(error, name)
        }
    }

    private static func size(
        of name: UnsafePointer<CChar>, in folder: borrowing Descriptor
    ) throws(StoreError) -> ByteCount? {
        do throws(SystemCallError) {
            return try size(unsafe folder.status(of: name))
        } catch {
            return try absence(error, unsafe String(cString: name))
        }
    }

    private static func size(_ status: FileStatus) throws(SystemCallError) -> ByteCount? {
        guard status.kind == .regular else { throw SystemCallError("fstatat", ELOOP) }
        return status.size > 0 ? ByteCount(bytes: UInt64(status.size)) : nil
    }

    private static func absence(_ error: SystemCallError, _ name: String) throws(StoreError) -> ByteCount? {
        if error.code == ENOENT { return nil }
        throw error.code == ELOOP ? .notRegular(name) : StoreError(error)
    }
}

extension LocalRepository {
    /// Starts a walk over all objects of a kind.
    ///
    /// - Throws: ``StoreError`` where the folder cannot be read.
    public func list(_ kind: FileKind) throws(StoreError) -> Listing {
        try Listing(self, kind)
    }

    fileprivate func openForListing(
        shard: String
    ) throws(StoreError) -> (reader: Folder.Reader, folder: OpenFolder, shard: String.UTF8View) {
        let folder = OpenFolder(try openShard(shard))
        return (try Folder.Reader(folder.descriptor), folder, shard.utf8)
    }
}

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
    private var current: (reader: Folder.Reader, folder: LocalRepository.OpenFolder, shard: String)?

    init(_ repository: LocalRepository, _ kind: FileKind) throws(StoreError) {
        self.repository = repository
        self.kind = kind
        shards = kind == .data ? Layout.shards[...] : []
        if kind != .data {
            let folder = repository.folder(of: kind)
            current = (try Folder.Reader(folder.descriptor), folder, "")
        }
    }

    /// Calls `body` with the next objects; `false` at the end. Names that are no object's are passed over.
    ///
    /// - Throws: ``StoreError``: a list that cannot be read whole is a failure, never a shorter list.
    public func next(_ body: (FileName, ByteCount) -> Void) throws(StoreError) -> Bool {
        while true {
            guard let (reader, folder, shard) = current else {
                guard let next = shards.popFirst() else { return false }
                current = try repository.openForListing(shard: next)
                continue
            }
            let more = try reader.nextBatch { (text) throws(StoreError) in
                guard let name = FileName(text), kind != .data || name.shard == shard,
                    let size = try Self.size(of: text, in: folder.descriptor)
                else { return }
                body(name, size)
            }
            if more { return true }
            current = nil
            if shards.isEmpty { return false }
        }
    }

    static func size(of name: String, in folder: borrowing Descriptor) throws(StoreError) -> ByteCount? {
        do throws(SystemCallError) {
            let status = try folder.status(of: name)
            guard status.kind == .regular else { throw SystemCallError("fstatat", ELOOP) }
            return status.size > 0 ? ByteCount(bytes: UInt64(status.size)) : nil
        } catch {
            if error.code == ENOENT { return nil }
            throw error.code == ELOOP ? .notRegular(name) : StoreError(error)
        }
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
    ) throws(StoreError) -> (reader: Folder.Reader, folder: OpenFolder, shard: String) {
        let folder = OpenFolder(try openShard(shard))
        return (try Folder.Reader(folder.descriptor), folder, shard)
    }
}

internal import Glibc
public import Linux
public import Policy
internal import Restic

/// An open repository of a local storage. Everything that it does goes through descriptors that it opened before the
/// gate confined itself; it follows no symbolic link. Used from several threads at once.
public final class LocalRepository: Sendable {
    /// Where it lies.
    public let place: Place

    /// Its folder, for the sandbox's rules.
    public let root: Descriptor
    let temporary: Descriptor
    /// How files get their final names here.
    public let renaming: Renaming
    /// Whether anything can be added. Where not, the repository can still be read: a restore must not wait for that.
    public let isWritable: Bool
    /// Whether a look-up that needs no disk waits for nothing else either.
    let tellsAtOnce: Bool
    /// Whether pieces of an upload go to its disk past the kernel's cache.
    let takesPieces: Bool
    private let data: OpenFolder
    private let index: OpenFolder
    private let keys: OpenFolder
    private let locks: OpenFolder
    private let snapshots: OpenFolder

    /// A folder that several methods share.
    final class OpenFolder: Sendable {
        let descriptor: Descriptor
        init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
    }

    /// What a repository is opened for.
    public enum Purpose: Hashable, Sendable {
        /// Nothing is added, and nothing is tried out.
        case reading
        case appending
    }

    /// Opens the repository, which must have all its folders.
    ///
    /// - Throws: ``StoreError`` where one of them cannot be opened.
    public init(
        _ storage: LocalStorage, _ place: Place, for purpose: Purpose = .appending
    ) throws(StoreError) {
        let storageRoot = try storage.openRoot()
        guard let root = try LocalStorage.open(place.segments, in: storageRoot) else {
            throw .system(SystemCallError("openat", ENOENT))
        }
        data = OpenFolder(try Self.open(.data, in: root))
        index = OpenFolder(try Self.open(.index, in: root))
        keys = OpenFolder(try Self.open(.keys, in: root))
        locks = OpenFolder(try Self.open(.locks, in: root))
        snapshots = OpenFolder(try Self.open(.snapshots, in: root))
        temporary = try Self.open(Layout.temporary, in: root)
        let found: Renaming? = try purpose == .reading ? nil : Renaming(trying: temporary)
        (renaming, isWritable) = (found ?? .renameat2, found != nil)
        takesPieces = purpose == .appending && BlockDevice(under: temporary)?.takesPieces == true
        tellsAtOnce =
            FileSystem.isKernelsOwn(root)
            && [data, index, keys, locks, snapshots].allSatisfy { FileSystem.isKernelsOwn($0.descriptor) }
        self.place = place
        self.root = root
    }

    private static func open(_ kind: FileKind, in root: borrowing Descriptor) throws(StoreError) -> Descriptor {
        try open(kind.rawValue, in: root)
    }

    private static func open(_ name: String, in root: borrowing Descriptor) throws(StoreError) -> Descriptor {
        do throws(SystemCallError) {
            return try root.open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        } catch {
            throw StoreError(error)
        }
    }

    /// The folder of all files of a kind.
    func folder(of kind: FileKind) -> OpenFolder {
        switch kind {
        case .data: data
        case .index: index
        case .keys: keys
        case .locks: locks
        case .snapshots: snapshots
        }
    }

    /// Runs `body` with the folder that holds `object`, and the object's name in it.
    func withFolder<Result: ~Copyable>(
        of object: Object, _ body: (borrowing Descriptor, String) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        switch object {
        case .config: return try body(root, Layout.config)
        case .file(.data, let name):
            let shard = try openShard(name.shard)
            return try body(shard, name.hex)
        case .file(let kind, let name): return try body(folder(of: kind).descriptor, name.hex)
        }
    }

    func openShard(_ shard: String) throws(StoreError) -> Descriptor {
        do throws(SystemCallError) {
            return try data.descriptor.open(shard, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        } catch {
            throw StoreError(error)
        }
    }
}

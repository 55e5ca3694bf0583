internal import Glibc
public import LedgerClient
internal import Linux
public import Policy
internal import Restic

/// Makes the folders of repositories, before a gate confines itself: afterwards the kernel lets nobody make one.
extension LocalStorage {
    /// What lies at a place.
    public enum Presence: Hashable, Sendable {
        /// Nothing of a repository.
        case absent
        /// Folders without a `config`.
        case skeleton
        /// A repository.
        case configured
    }

    /// Says what lies at `place`.
    ///
    /// - Throws: ``StoreError`` where it cannot be told; that never means absent.
    public func presence(at place: Place) throws(StoreError) -> Presence {
        let root = try openRoot()
        guard let folder = try Self.open(place.segments, in: root) else { return .absent }
        let names = try Self.names(in: folder)
        if names.contains(Layout.config) {
            let config = try sorted { () throws(SystemCallError) in try folder.status(of: Layout.config) }
            guard config.kind == .regular, config.size > 0 else { throw .damaged(.config) }
            return .configured
        }
        return names.isDisjoint(with: Layout.marks) ? .absent : .skeleton
    }

    /// Makes an empty skeleton at `place`, or adds the folders that are missing there.
    ///
    /// New folders belong to whom the storage's root belongs, also when root makes them.
    ///
    /// - Parameters:
    ///   - place: where.
    ///   - permit: from the ledger: the act is in the trail.
    /// - Throws: ``StoreError/nested(_:)`` where a repository lies above or below.
    public func create(at place: Place, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .create else { throw .permitMismatch }
        try makeFolders(at: place)
    }

    /// Adds the folders that a repository lacks that was made by another program, or whose making was cut.
    ///
    /// - Throws: ``StoreError``.
    public func complete(at place: Place) throws(StoreError) {
        if try !isComplete(at: place) { try makeFolders(at: place) }
    }

    /// Whether no folder is missing: the usual case, found without the storage's lock.
    ///
    /// - Throws: ``StoreError``.
    public func isComplete(at place: Place) throws(StoreError) -> Bool {
        let root = try openRoot()
        guard let folder = try Self.open(place.segments, in: root),
            try Self.names(in: folder).isSuperset(of: Layout.folders),
            let data = try Folder.openFolder("data", in: folder)
        else { return false }
        var shards = 0
        let reader = try Folder.Reader(data)
        while try unsafe reader.nextBytes({ if unsafe Layout.isShard($0) { shards += 1 } }) {}
        return shards == Layout.shards.count
    }

    private static func names(in folder: borrowing Descriptor) throws(StoreError) -> Set<String> {
        var names: Set<String> = []
        try Folder.forEachName(in: folder) { names.insert($0) }
        return names
    }

    /// Makes what is missing and flushes all of it; `tmp` comes last. So where `tmp` is, the names of all other folders
    /// survive a power cut, and no object that is stored in one is lost with its folder. Who made a folder that is there
    /// may have been killed before it was flushed: so each is flushed again.
    private func makeFolders(at place: Place) throws(StoreError) {
        let root = try openRoot()
        try sorted { () throws(SystemCallError) in try root.lockExclusively() }
        if let other = try neighbour(of: place, in: root) { throw .nested(other) }
        try sorted { () throws(SystemCallError) in
            let owner = try root.status()
            var folder = try root.duplicate()
            for segment in place.segments {
                let inner = try folder.openOrMake(segment, owner: owner)
                try folder.sync()
                folder = inner
            }
            for name in Layout.folders where name != Layout.temporary { try folder.make(name, owner: owner) }
            let data = try folder.open("data", O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            for shard in Layout.shards { try data.make(shard, owner: owner) }
            try data.sync()
            try folder.sync()
            try folder.make(Layout.temporary, owner: owner)
        }
    }

    /// A repository above or below `place`, if there is one.
    private func neighbour(of place: Place, in root: borrowing Descriptor) throws(StoreError) -> String? {
        for depth in 1..<max(place.segments.count, 1) {
            let above = Array(place.segments.prefix(depth))
            guard let folder = try Self.open(above, in: root) else { return nil }
            if try Self.isRepository(folder) { return above.joined(separator: "/") }
        }
        guard let folder = try Self.open(place.segments, in: root), try !Self.isRepository(folder) else { return nil }
        return try below(folder, place.segments)?.joined(separator: "/")
    }

    /// The first repository below a folder that is none itself. No deeper than a place can be.
    private func below(_ folder: borrowing Descriptor, _ path: [String]) throws(StoreError) -> [String]? {
        for name in try Self.names(in: folder).sorted() where path.count < Place.depth {
            guard let inner = try Folder.openFolder(name, in: folder) else { continue }
            if try Self.isRepository(inner) { return path + [name] }
            if let found = try below(inner, path + [name]) { return found }
        }
        return nil
    }

    private static func isRepository(_ folder: borrowing Descriptor) throws(StoreError) -> Bool {
        try !names(in: folder).isDisjoint(with: Layout.marks)
    }
}

extension Descriptor {
    /// Makes a folder that belongs to whom this one does, where there is none.
    func makeFolder(_ name: String) throws(SystemCallError) {
        try make(name, owner: try status())
    }

    /// Makes a folder where there is none, and opens it.
    fileprivate func openOrMake(_ name: String, owner: FileStatus) throws(SystemCallError) -> Descriptor {
        try make(name, owner: owner)
        return try open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
    }

    /// Makes a folder where there is none. Source: mkdirat(2), fchownat(2).
    fileprivate func make(_ name: String, owner: FileStatus) throws(SystemCallError) {
        if unsafe mkdirat(raw, name, 0o700) != 0 {
            guard errno == EEXIST else { throw SystemCallError("mkdirat", errno) }
            return
        }
        if geteuid() == 0, owner.owner != 0 || owner.group != 0 {
            try retrying("fchownat") {
                unsafe fchownat(raw, name, owner.owner, owner.group, AT_SYMLINK_NOFOLLOW)
            }
        }
    }
}

internal import Glibc
public import LedgerClient
internal import Linux
internal import Policy
public import Restic

/// One run's part of a repository's trash: `trash/RUN/`, a folder for each kind of object. Used from several threads.
///
/// Nothing is copied and nothing is replaced: an object moves there, and back, under its own name.
public final class Trash: Sendable {
    /// The run.
    public let run: UInt64
    private let repository: LocalRepository
    private let folder: Descriptor
    private let kinds: [FileKind: LocalRepository.OpenFolder]

    /// Opens a run's part, which must be there.
    ///
    /// - Throws: ``StoreError``.
    public convenience init(of repository: LocalRepository, run: UInt64) throws(StoreError) {
        let trash = try Self.root(of: repository)
        let folder = try sorted { () throws(SystemCallError) in
            try trash.open(String(run), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        }
        try self.init(repository, run, folder)
    }

    /// Makes a run's part, where it is not there yet. Only before the gate confines itself.
    ///
    /// - Throws: ``StoreError``.
    public static func make(in repository: LocalRepository, run: UInt64) throws(StoreError) -> Trash {
        let trash = try root(of: repository)
        try sorted { () throws(SystemCallError) in
            try trash.makeFolder(String(run))
            let folder = try trash.open(String(run), O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            for kind in FileKind.allCases { try folder.makeFolder(kind.rawValue) }
            try folder.sync()
            try trash.sync()
        }
        return try Trash(of: repository, run: run)
    }

    private init(_ repository: LocalRepository, _ run: UInt64, _ folder: consuming Descriptor) throws(StoreError) {
        self.repository = repository
        self.run = run
        var kinds: [FileKind: LocalRepository.OpenFolder] = [:]
        for kind in FileKind.allCases {
            if let found = try Folder.openFolder(kind.rawValue, in: folder) {
                kinds[kind] = LocalRepository.OpenFolder(found)
            }
        }
        self.kinds = kinds
        self.folder = folder
    }

    private static func root(of repository: LocalRepository) throws(StoreError) -> Descriptor {
        try sorted { () throws(SystemCallError) in
            try repository.root.open(Layout.trash, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        }
    }

    /// Removes the folders of runs whose part is empty. Only before the gate confines itself. Source: unlinkat(2).
    ///
    /// - Throws: ``StoreError``.
    public static func removeEmptyParts(in repository: LocalRepository) throws(StoreError) {
        let trash = try root(of: repository)
        try Folder.forEachName(in: trash) { (name) throws(StoreError) in
            guard UInt64(name) != nil, let folder = try Folder.openFolder(name, in: trash) else { return }
            // What is not empty stays, and with it the folder above.
            for kind in FileKind.allCases { _ = unsafe unlinkat(folder.raw, kind.rawValue, AT_REMOVEDIR) }
            _ = unsafe unlinkat(trash.raw, name, AT_REMOVEDIR)
        }
    }

    /// Opens an object in it; `nil` where it is not there.
    ///
    /// - Throws: ``StoreError``.
    public func open(_ object: Object) throws(StoreError) -> StoredObject? {
        guard case .file(let kind, let name) = object, let folder = kinds[kind] else { return nil }
        return try StoredObject.open(name.hex, in: folder.descriptor, as: object)
    }

    /// Moves an object out of the repository. One that is gone already is no failure.
    ///
    /// The calls: renameat2(NAME → trash/RUN/KIND/NAME, RENAME_NOREPLACE), fsync of both folders, the trash's first.
    ///
    /// - Throws: ``StoreError``.
    public func take(_ object: Object, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .trash, permit.object == object else { throw .permitMismatch }
        try move(object, .into)
    }

    /// Moves an object back into the repository. One that is there already is no failure.
    ///
    /// - Throws: ``StoreError``.
    public func giveBack(_ object: Object, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .restore, permit.object == object else { throw .permitMismatch }
        try move(object, .outOf)
    }

    /// Removes an object from the trash for good. One that is gone already is no failure.
    ///
    /// - Throws: ``StoreError``.
    public func purge(_ object: Object, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .purge, permit.object == object else { throw .permitMismatch }
        guard case .file(let kind, let name) = object, let folder = kinds[kind] else { return }
        do throws(SystemCallError) {
            try retrying("unlinkat") { unsafe unlinkat(folder.descriptor.raw, name.hex, 0) }
        } catch {
            guard error.code == ENOENT else { throw StoreError(error) }
        }
        try folder.descriptor.flushNames()
    }

    private enum Direction { case into, outOf }

    private func move(_ object: Object, _ direction: Direction) throws(StoreError) {
        guard case .file(let kind, let name) = object, let there = kinds[kind] else { throw .permitMismatch }
        try repository.withFolder(of: object) { (here, _) throws(StoreError) in
            let (from, to) =
                switch direction {
                case .into: (here.raw, there.descriptor.raw)
                case .outOf: (there.descriptor.raw, here.raw)
                }
            do throws(SystemCallError) {
                try repository.renaming.move(name.hex, in: from, to: name.hex, in: to)
            } catch {
                guard isDone(error, name.hex, in: to, direction) else { throw StoreError(error) }
            }
            try there.descriptor.flushNames()
            try here.flushNames()
        }
    }

    /// Whether a move that failed need not be made: the object is where it belongs, since a gate before us died between
    /// the move and its word; or it is nowhere, and should have gone.
    private func isDone(_ error: SystemCallError, _ name: String, in to: Int32, _ direction: Direction) -> Bool {
        switch direction {
        case .into: error.code == ENOENT
        case .outOf: [ENOENT, EEXIST].contains(error.code) && isThere(name, in: to)
        }
    }

    private func isThere(_ name: String, in folder: Int32) -> Bool {
        unsafe faccessat(folder, name, F_OK, 0) == 0
    }
}

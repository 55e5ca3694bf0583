internal import CLinux
internal import Glibc
public import LedgerClient
internal import Linux
internal import Policy
public import Restic

extension LocalRepository {
    /// Removes a lock; one that is gone already is no failure.
    ///
    /// - Throws: ``StoreError``.
    public func removeLock(_ name: FileName, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .remove, permit.object == .file(.locks, name) else { throw .permitMismatch }
        guard isWritable else { throw .readOnly }
        let folder = folder(of: .locks)
        do throws(SystemCallError) {
            try retrying("unlinkat") { unsafe unlinkat(folder.descriptor.raw, name.hex, 0) }
        } catch {
            guard error.code == ENOENT else { throw StoreError(error) }
        }
        try folder.descriptor.flushNames()
    }

    /// Makes sure that a lock that is gone stays gone: who removed it may have died before that was on the disk.
    ///
    /// - Throws: ``StoreError/unflushed(_:)``.
    public func confirmLockRemovals() throws(StoreError) {
        try folder(of: .locks).descriptor.flushNames()
    }

    /// The key files of an `init` that was cut before its `config`; empty once there is a `config`.
    ///
    /// - Throws: ``StoreError``.
    public func keysWithoutConfig() throws(StoreError) -> [FileName] {
        guard try size(of: .config) == nil else { return [] }
        var names: [FileName] = []
        let listing = try list(.keys)
        while try listing.next({ (name, _) in names.append(name) }) {}
        return names
    }

    /// Moves a key file without `config` to the trash. Only before the gate confines itself.
    ///
    /// - Throws: ``StoreError``.
    public func trashKey(_ name: FileName, _ permit: consuming Permit) throws(StoreError) {
        guard permit.action == .sweep, permit.object == .file(.keys, name) else { throw .permitMismatch }
        let (row, folder) = (permit.row, folder(of: .keys))
        let trash = try sorted { () throws(SystemCallError) in
            let trash = try root.open(Layout.trash, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
            try renaming.move(name.hex, in: folder.descriptor.raw, to: "keys.\(name.hex).\(row)", in: trash.raw)
            return trash
        }
        try trash.flushNames()
        try folder.descriptor.flushNames()
    }
}

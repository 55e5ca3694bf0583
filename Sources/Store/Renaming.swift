internal import CLinux
internal import Glibc
internal import Linux

/// How a file gets its final name without ever replacing another one.
public enum Renaming: String, Sendable {
    /// renameat2(2) with `RENAME_NOREPLACE`.
    case renameat2
    /// linkat(2), then unlinkat(2) of the old name: for OpenZFS before 2.2, NFS, and much of FUSE, where renameat2
    /// says EINVAL.
    case linkat

    /// Which of the two the file system has; `nil` where it takes nothing new. A full one cannot be tried, and gets the
    /// usual one: there may be room again.
    ///
    /// - Throws: ``StoreError`` where it has neither.
    init?(trying folder: borrowing Descriptor) throws(StoreError) {
        do throws(StoreError) {
            try self.init(probing: folder)
        } catch {
            switch error {
            case .full: self = .renameat2
            case .readOnly: return nil
            case .hashMismatch, .lengthMismatch, .configDiffers, .notRegular, .damaged, .permitMismatch, .nested,
                .rootMissing, .unflushed, .system:
                throw error
            }
        }
    }

    /// Tries which of the two the file system has, with an empty file that is gone afterwards.
    ///
    /// - Throws: ``StoreError`` where it has neither.
    init(probing folder: borrowing Descriptor) throws(StoreError) {
        let (old, new) = ("probe.\(getpid()).a", "probe.\(getpid()).b")
        let raw = folder.raw
        func clear() {
            _ = unsafe unlinkat(raw, old, 0)
            _ = unsafe unlinkat(raw, new, 0)
        }
        // A process of the same number may have died here.
        clear()
        defer { clear() }
        do throws(SystemCallError) {
            let file = try Descriptor.makeClaimed(old, in: raw)
            defer { withExtendedLifetime(file) {} }
            do throws(SystemCallError) {
                try Self.renameat2.move(old, in: raw, to: new, in: raw)
                self = .renameat2
            } catch {
                guard error.code == EINVAL || error.code == ENOSYS else { throw error }
                try Self.linkat.move(old, in: raw, to: new, in: raw)
                self = .linkat
            }
        } catch {
            throw StoreError(error)
        }
    }

    /// Moves a file; `EEXIST` where the new name is taken by another one. A move that was cut between linkat and unlinkat
    /// is brought to its end.
    ///
    /// - Throws: the `errno` of renameat2(2), linkat(2) or unlinkat(2).
    func move(_ old: String, in from: Int32, to new: String, in to: Int32) throws(SystemCallError) {
        switch self {
        case .renameat2:
            try retrying("renameat2") { unsafe clinux_rename_noreplace(from, old, to, new) }
        case .linkat:
            do throws(SystemCallError) {
                try retrying("linkat") { unsafe Glibc.linkat(from, old, to, new, 0) }
            } catch {
                guard error.code == EEXIST, Self.isSame(old, in: from, as: new, in: to) else { throw error }
            }
            try retrying("unlinkat") { unsafe unlinkat(from, old, 0) }
        }
    }

    private static func isSame(_ old: String, in from: Int32, as new: String, in to: Int32) -> Bool {
        var (here, there) = (stat(), stat())
        return unsafe fstatat(from, old, &here, AT_SYMLINK_NOFOLLOW) == 0
            && fstatat(to, new, &there, AT_SYMLINK_NOFOLLOW) == 0
            && here.st_dev == there.st_dev && here.st_ino == there.st_ino
    }
}

internal import Glibc
public import LedgerWire
internal import Linux
public import Restic

extension LocalStorage {
    /// What is free in its file system for unprivileged writers. Source: statvfs(3).
    ///
    /// - Throws: ``StoreError``.
    public func free() throws(StoreError) -> ByteCount {
        let root = try openRoot()
        var status = statvfs()
        try sorted { () throws(SystemCallError) in
            try retrying("fstatvfs") { unsafe fstatvfs(root.raw, &status) }
        }
        return ByteCount(bytes: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }
}

extension LocalRepository {
    /// What is free in the file system, for unprivileged writers, and what of it must stay free.
    ///
    /// Of the inodes, clients may not use up the last hundredth of all.
    ///
    /// - Returns: bytes and inodes, as statvfs(3) gives them.
    /// - Throws: ``StoreError``.
    public func freeSpace() throws(StoreError) -> FreeSpace {
        var status = statvfs()
        try sorted { () throws(SystemCallError) in
            try retrying("fstatvfs") { unsafe fstatvfs(root.raw, &status) }
        }
        // A file system without inodes of its own (btrfs) says 0: then there is nothing to count.
        let inodes = status.f_files == 0 ? UInt64.max : UInt64(status.f_favail)
        return FreeSpace(
            bytes: ByteCount(bytes: UInt64(status.f_bavail) * UInt64(status.f_frsize)), inodes: inodes,
            inodeFloor: UInt64(status.f_files) / 100)
    }
}

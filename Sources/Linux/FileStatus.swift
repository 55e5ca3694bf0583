public import Glibc

/// What a name stands for. Source: inode(7).
public struct FileStatus: Hashable, Sendable {
    /// The kinds of files that we tell apart.
    public enum Kind: Hashable, Sendable {
        case regular, folder, symbolicLink, other
    }

    /// Which file it is, on this machine.
    public struct Identity: Hashable, Sendable {
        let device: UInt64
        /// The number of its inode.
        public let number: UInt64
    }

    /// Which file it is: the device, and its number there.
    public let identity: Identity
    /// What it is.
    public let kind: Kind
    /// Its length in bytes.
    public let size: Int
    /// How many names it has; 0 for an open file that was removed.
    public let links: Int
    /// The user that owns it.
    public let owner: uid_t
    /// Its group.
    public let group: gid_t
    /// The lower twelve bits of `st_mode`.
    public let permissions: mode_t
    /// When its content was last changed, in nanoseconds since 1970.
    public let modified: Int64
    /// When anything about it was last changed, in nanoseconds since 1970; nobody can set it.
    public let changed: Int64

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .regular
            case S_IFDIR: .folder
            case S_IFLNK: .symbolicLink
            default: .other
            }
        identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
        size = Int(status.st_size)
        links = Int(status.st_nlink)
        owner = status.st_uid
        group = status.st_gid
        permissions = status.st_mode & 0o7777
        modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
        changed = Int64(status.st_ctim.tv_sec) * 1_000_000_000 + Int64(status.st_ctim.tv_nsec)
    }
}

extension FileStatus {
    /// Nanoseconds that the clock which stamps files may stand still. A file that was changed in that time before it was
    /// looked at may be changed again and look the same.
    public static let slowestTick: Int64 = 2_000_000_000
}

extension Descriptor {
    /// What lies at `path`, without following a symbolic link at its end.
    ///
    /// - Throws: the `errno` of lstat(2).
    public static func status(at path: String) throws(SystemCallError) -> FileStatus {
        var status = stat()
        try retrying("lstat") { unsafe lstat(path, &status) }
        return FileStatus(status)
    }

    /// What the open file is.
    ///
    /// - Throws: the `errno` of fstat(2).
    public func status() throws(SystemCallError) -> FileStatus {
        var status = stat()
        try retrying("fstat") { unsafe fstat(raw, &status) }
        return FileStatus(status)
    }

    /// What `name` in this folder is, without following a symbolic link.
    ///
    /// - Throws: the `errno` of fstatat(2); `ENOENT` where there is nothing of that name.
    public func status(of name: String) throws(SystemCallError) -> FileStatus {
        var status = stat()
        try retrying("fstatat") { unsafe fstatat(raw, name, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }

    /// The same for a name that ends with NUL.
    ///
    /// - Throws: the `errno` of fstatat(2).
    public func status(of name: UnsafePointer<CChar>) throws(SystemCallError) -> FileStatus {
        var status = stat()
        try retrying("fstatat") { unsafe fstatat(raw, name, &status, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(status)
    }
}

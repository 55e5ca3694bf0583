internal import CLinux
internal import Glibc

/// An open file with one owner. It cannot be copied, so it cannot be closed twice.
public struct Descriptor: ~Copyable, Sendable {
    /// The number that system calls take. Never close it.
    public let raw: Int32

    /// Takes over `raw`; from here on nobody else may close it.
    public init(owning raw: Int32) {
        self.raw = raw
    }

    deinit {
        _ = close(raw)
    }

    /// The corresponding C constant is `AT_FDCWD`.
    public static let workingFolder = AT_FDCWD

    /// Opens `path`, relative to this folder. `O_CLOEXEC` is always added.
    ///
    /// - Throws: the `errno` of openat(2).
    public func open(_ path: String, _ flags: Int32, mode: UInt32 = 0) throws(SystemCallError) -> Descriptor {
        try Descriptor.at(path, flags, mode: mode, in: raw)
    }

    /// Opens `path`, relative to the working folder or to `folder`. `O_CLOEXEC` is always added.
    ///
    /// - Throws: the `errno` of openat(2).
    public static func at(
        _ path: String, _ flags: Int32, mode: UInt32 = 0, in folder: Int32 = workingFolder
    ) throws(SystemCallError) -> Descriptor {
        Descriptor(owning: try retrying("openat") { unsafe clinux_openat(folder, path, flags, mode) })
    }

    /// A second descriptor of the same open file.
    ///
    /// - Throws: the `errno` of fcntl(2), `F_DUPFD_CLOEXEC`.
    public func duplicate() throws(SystemCallError) -> Descriptor {
        Descriptor(owning: try retrying("fcntl") { fcntl(raw, F_DUPFD_CLOEXEC, 3) })
    }

    /// What the process has as its standard input. It is not opened anew: the pipe may belong to another user.
    ///
    /// - Throws: the `errno` of fcntl(2), `F_DUPFD_CLOEXEC`; `EBADF` where there is none.
    public static func standardInput() throws(SystemCallError) -> Descriptor {
        Descriptor(owning: try retrying("fcntl") { fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3) })
    }

    /// Flushes the file, or the folder's names, to the disk. A failure is final: never flush the same file again.
    ///
    /// - Throws: the `errno` of fsync(2).
    public func sync() throws(SystemCallError) {
        try retrying("fsync") { fsync(raw) }
    }

    /// Flushes to the disk and closes. Use it wherever a lost error would be lost data.
    ///
    /// Source: fsync(2) and close(2), "ERRORS".
    ///
    /// - Throws: the `errno` of fsync(2) or close(2).
    public consuming func syncAndClose() throws(SystemCallError) {
        let raw = self.raw
        discard self
        let synced = fsync(raw)
        let why = errno
        guard close(raw) == 0 else { throw SystemCallError("close", errno) }
        guard synced == 0 else { throw SystemCallError("fsync", why) }
    }
}

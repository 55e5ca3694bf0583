internal import CLinux
internal import Glibc

/// What the kernel can do from memory alone, for a thread that must not wait. `nil` and `false` say nothing: there may be
/// such a file or none, the disk may have to be asked, the kernel may be older than Linux 5.12, the call may be refused.
///
/// It is the first half of any other look-up, which goes this way too before it waits for the disk. It follows no link, and
/// leaves neither the folder nor its file system. A file system that asks a server may still make the next call on what was
/// found wait.
extension Descriptor {
    /// What `path` below this folder is. Nothing is opened: the descriptor between only stands for the name.
    ///
    /// Source: openat2(2), `RESOLVE_CACHED`.
    public func statusAtOnce(of path: String) -> FileStatus? {
        try? openAtOnce(path, openPath)?.status()
    }

    /// Opens `path` below this folder for reading, if it belongs to this process's user. Reading does not change when it was
    /// last read: that would be a change, for which the disk's journal may have to be waited for.
    ///
    /// Source: openat2(2), `RESOLVE_CACHED`; open(2), `O_NOATIME`.
    public func openAtOnce(_ path: String) -> Descriptor? {
        openAtOnce(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | quietly)
    }

    private func openAtOnce(_ path: String, _ flags: Int32) -> Descriptor? {
        let file = unsafe clinux_open_cached(raw, path, flags)
        return file < 0 ? nil : Descriptor(owning: file)
    }

    /// Reads at `offset` bytes from the start of the file until `buffer` is full, if all of that is in memory.
    ///
    /// - Returns: whether `buffer` is full.
    ///
    /// Source: preadv2(2), `RWF_NOWAIT`.
    public func readAtOnce(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Bool {
        unsafe clinux_read_cached(raw, buffer.baseAddress, buffer.count, Int64(offset)) == buffer.count
    }
}

/// O_PATH, which Glibc's module hides behind _GNU_SOURCE. Source: asm-generic/fcntl.h; the same on x86_64 and aarch64.
public let openPath: Int32 = 0o10000000
/// O_NOATIME, as above.
private let quietly: Int32 = 0o1000000

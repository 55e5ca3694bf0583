internal import CLinux

extension Descriptor {
    /// What `path` below this folder is, where the kernel can tell it from memory. `nil` says nothing: there may be such a
    /// file or none, the disk may have to be asked, the kernel may be older than Linux 5.12, the call may be refused.
    ///
    /// It is the first half of any other look-up, which goes this way too before it waits for the disk. It follows no
    /// link, leaves neither the folder nor its file system, and opens nothing: the descriptor only stands for the name.
    /// A file system that asks a server may still make the second call, fstat(2), wait.
    ///
    /// Source: openat2(2), `RESOLVE_CACHED`.
    public func statusAtOnce(of path: String) -> FileStatus? {
        let name = unsafe clinux_open_cached(raw, path)
        guard name >= 0 else { return nil }
        return try? Descriptor(owning: name).status()
    }
}

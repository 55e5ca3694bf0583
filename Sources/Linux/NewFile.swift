public import Glibc

/// Makes files that were not there before, for what must never replace anything: a private key above all.
public enum NewFile {
    /// Makes a file at `path` that holds `bytes`, and only where the name is free.
    ///
    /// The calls: openat(O_CREAT|O_EXCL|O_NOFOLLOW), fchmod, write, fsync, close, fsync of the folder. The file never
    /// has wider permissions than `mode`. Where a call fails after the first, the file is removed again.
    ///
    /// - Parameters:
    ///   - bytes: all of the new file; they are not copied.
    ///   - path: where; its folder must exist.
    ///   - mode: the permissions, whatever the umask is.
    /// - Throws: the first call that failed; `EEXIST` where the name is taken, by a dangling link too.
    public static func write(
        _ bytes: UnsafeRawBufferPointer, to path: String, mode: mode_t
    ) throws(SystemCallError) {
        let (folder, name) = AtomicFile.split(path)
        let parent = try Descriptor.at(folder, O_RDONLY | O_DIRECTORY)
        let file = try parent.open(name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode: mode)
        do {
            try unsafe fill(file, with: bytes, mode: mode)
            try parent.sync()
        } catch {
            _ = unsafe unlinkat(parent.raw, name, 0)
            throw error
        }
    }

    private static func fill(
        _ file: consuming Descriptor, with bytes: UnsafeRawBufferPointer, mode: mode_t
    ) throws(SystemCallError) {
        try retrying("fchmod") { fchmod(file.raw, mode) }
        try unsafe file.write(all: bytes)
        try file.syncAndClose()
    }
}

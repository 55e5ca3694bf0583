public import Glibc

/// Puts whole files in place: a reader sees the old file or the new one, and after a power cut one of the two is there.
public enum AtomicFile {
    /// Makes `path` hold `bytes`, whatever it held before.
    ///
    /// The calls: openat(O_CREAT|O_EXCL) of a temporary name in the same folder, fchmod, fchown, write, fsync, close,
    /// rename, fsync of the folder.
    ///
    /// - Parameters:
    ///   - bytes: all of the new file.
    ///   - path: where; its folder must exist.
    ///   - mode: the permissions, whatever the umask is.
    ///   - group: the group, where it is not the process's own.
    /// - Throws: the first call that failed; the old file is then as it was.
    public static func write(
        _ bytes: some Sequence<UInt8>, to path: String, mode: mode_t, group: gid_t? = nil
    ) throws(SystemCallError) {
        try unsafe Array(bytes).withUnsafeBufferPointer { (buffer) throws(SystemCallError) in
            try unsafe write(UnsafeRawBufferPointer(buffer), to: path, mode: mode, group: group)
        }
    }

    /// ``write(_:to:mode:group:)-(Sequence<UInt8>,_,_,_)`` for bytes that shall not be copied: a key.
    ///
    /// - Parameters:
    ///   - bytes: all of the new file.
    ///   - path: where; its folder must exist.
    ///   - mode: the permissions, whatever the umask is.
    ///   - group: the group, where it is not the process's own.
    /// - Throws: the first call that failed; the old file is then as it was.
    public static func write(
        _ bytes: UnsafeRawBufferPointer, to path: String, mode: mode_t, group: gid_t? = nil
    ) throws(SystemCallError) {
        let (folder, name) = split(path)
        let temporary = ".\(name).\(getpid()).tmp"
        let parent = try Descriptor.at(folder, O_RDONLY | O_DIRECTORY)
        _ = unsafe unlinkat(parent.raw, temporary, 0)
        do {
            let file = try parent.open(temporary, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode: 0o600)
            if let group { try retrying("fchown") { fchown(file.raw, uid_t.max, group) } }
            try retrying("fchmod") { fchmod(file.raw, mode) }
            try unsafe file.write(all: bytes)
            try file.syncAndClose()
            try retrying("renameat") { unsafe renameat(parent.raw, temporary, parent.raw, name) }
        } catch {
            _ = unsafe unlinkat(parent.raw, temporary, 0)
            throw error
        }
        try parent.sync()
    }

    /// Whether it is a name that a write has until it is whole: `.NAME.PID.tmp`. One that stays was left by a process that
    /// was killed.
    public static func isTemporary(_ name: String) -> Bool {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 4, parts.first == "", parts.last == "tmp" else { return false }
        let pid = parts[parts.count - 2]
        return !pid.isEmpty && pid.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The folder and the last part of `path`.
    static func split(_ path: String) -> (folder: String, name: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path) }
        let folder = path[..<slash]
        return (folder.isEmpty ? "/" : String(folder), String(path[path.index(after: slash)...]))
    }
}

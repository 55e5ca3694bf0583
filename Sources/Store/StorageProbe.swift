internal import Glibc
internal import Linux

/// What a local storage can do, found out by doing it: in a folder of its own, which is gone afterwards.
public struct StorageProbe: Sendable {
    /// How files get their final names there.
    public let renaming: Renaming
    /// What kind of file system it is.
    public let fileSystem: FileSystem

    /// Tries. The calls: mkdirat, openat(O_CREAT|O_EXCL), write, fsync, rename without replacing, fsync of the folder,
    /// unlinkat; the name begins with a dot, so no repository can have it.
    ///
    /// - Throws: ``StoreError``: what a gate would meet too.
    public init(_ storage: LocalStorage) throws(StoreError) {
        let root = try storage.openRoot()
        fileSystem = try sorted { () throws(SystemCallError) in try FileSystem(of: root) }
        let name = ".postern-probe.\(getpid())"
        let raw = root.raw
        try sorted { () throws(SystemCallError) in
            // A process of the same number may have died here.
            _ = unsafe unlinkat(raw, name, AT_REMOVEDIR)
            try retrying("mkdirat") { unsafe mkdirat(raw, name, 0o700) }
        }
        defer { _ = unsafe unlinkat(raw, name, AT_REMOVEDIR) }
        let folder = try sorted { () throws(SystemCallError) in try root.open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW)
        }
        try Self.flush(in: folder)
        renaming = try Renaming(probing: folder)
        try folder.flushNames()
    }

    private static func flush(in folder: borrowing Descriptor) throws(StoreError) {
        let raw = folder.raw
        try sorted { () throws(SystemCallError) in
            let file = try Descriptor.at("flush", O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode: 0o400, in: raw)
            defer { _ = unsafe unlinkat(raw, "flush", 0) }
            try file.write(all: [0])
            try file.syncAndClose()
        }
    }
}

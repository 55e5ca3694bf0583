internal import CLinux
internal import Glibc
internal import Linux

/// A file in `tmp/` that is gone when nobody moved it to its place.
final class TemporaryFile {
    private let repository: LocalRepository
    private let name: String
    private let file: Descriptor
    private var isMoved = false

    /// Makes the file, and holds its lock.
    init(_ repository: LocalRepository, name: String) throws(StoreError) {
        self.repository = repository
        self.name = name
        let folder = repository.temporary.raw
        file = try sorted { () throws(SystemCallError) in
            try Descriptor.makeClaimed(name, in: folder)
        }
    }

    deinit {
        if !isMoved { _ = unsafe unlinkat(repository.temporary.raw, name, 0) }
    }

    func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        try sorted { () throws(SystemCallError) in try unsafe file.write(all: bytes) }
    }

    func sync() throws(StoreError) {
        try sorted { () throws(SystemCallError) in try file.sync() }
    }

    /// Moves it to its final name; `EEXIST` where that is taken.
    ///
    /// - Returns: whether it was this file that got the name. Another gate of the repository, in an attacker's hands,
    ///   may have put a file of its own in place of ours: all gates may write in `tmp/`.
    func move(to final: String, in folder: borrowing Descriptor) throws(SystemCallError) -> Bool {
        try repository.renaming.move(name, in: repository.temporary.raw, to: final, in: folder.raw)
        isMoved = true
        return try folder.status(of: final).identity == file.status().identity
    }
}

extension LocalRepository {
    /// Removes files in `tmp/` that no living process writes.
    ///
    /// - Returns: how many there were.
    /// - Throws: ``StoreError``.
    @discardableResult
    public func sweepTemporaryFiles() throws(StoreError) -> Int {
        var swept = 0
        try Folder.forEachName(in: temporary) { (name) throws(StoreError) in
            if try sweep(name) { swept += 1 }
        }
        return swept
    }

    private func sweep(_ name: String) throws(StoreError) -> Bool {
        do throws(SystemCallError) {
            // What is no file is none of ours, and nobody's upload.
            guard try temporary.status(of: name).kind == .regular else { return false }
            let file = try temporary.open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            guard flock(file.raw, LOCK_EX | LOCK_NB) == 0 else { return false }
            try retrying("unlinkat") { unsafe unlinkat(temporary.raw, name, 0) }
            return true
        } catch {
            if error.code == ENOENT { return false }
            throw StoreError(error)
        }
    }
}

internal import CLinux
internal import Glibc
internal import Linux

/// A file in `tmp/` that is gone when nobody moved it to its place.
final class TemporaryFile {
    private let repository: LocalRepository
    private let name: String
    private let file: Descriptor
    private var isMoved = false
    private var path = Path.open

    /// How its bytes reach the disk. Whole pieces go there directly, up to the first that is none.
    private enum Path { case open, direct, cached }

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
        try sorted { () throws(SystemCallError) in
            try choosePath(isPiece: bytes.count == Upload.piece)
            var rest = unsafe bytes
            while unsafe !rest.isEmpty {
                do throws(SystemCallError) {
                    let count = try unsafe file.write(some: rest)
                    unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
                } catch {
                    // Not how this disk, or what is left after a short write, may be written.
                    guard path == .direct, error.code == EINVAL else { throw error }
                    try leaveDirectPath()
                }
            }
        }
    }

    private func choosePath(isPiece: Bool) throws(SystemCallError) {
        switch path {
        case .open:
            let isDirect = isPiece && repository.takesPieces && (try? file.setDirect(true)) != nil
            path = isDirect ? .direct : .cached
        case .direct: if !isPiece { try leaveDirectPath() }
        case .cached: break
        }
    }

    private func leaveDirectPath() throws(SystemCallError) {
        try file.setDirect(false)
        path = .cached
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

internal import Glibc
public import Linux
public import Restic

/// A stored object, opened for reading.
public final class StoredObject: Sendable {
    /// How long it is.
    public let size: ByteCount
    private let file: Descriptor

    init(_ file: consuming Descriptor, size: ByteCount) {
        self.file = file
        self.size = size
    }

    /// Opens the file `name`, which is to be `object`; `nil` where it is not there.
    static func open(
        _ name: String, in folder: borrowing Descriptor, as object: Object
    ) throws(StoreError) -> StoredObject? {
        do throws(SystemCallError) {
            let file = try folder.open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
            let status = try file.status()
            guard status.kind == .regular else { throw SystemCallError("openat", ELOOP) }
            guard status.size > 0 else { return nil }
            return StoredObject(file, size: ByteCount(bytes: UInt64(status.size)))
        } catch {
            if error.code == ENOENT { return nil }
            throw error.code == ELOOP ? .notRegular(object.description) : StoreError(error)
        }
    }

    /// Reads all of it into memory.
    ///
    /// - Throws: ``StoreError``.
    public func readAll() throws(StoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(clamping: size.bytes))
        try unsafe bytes.withUnsafeMutableBufferPointer { (buffer) throws(StoreError) in
            try unsafe read(into: UnsafeMutableRawBufferPointer(buffer), at: 0)
        }
        return bytes
    }

    /// Moves bytes from `offset` on into an empty pipe, without a copy: at most `count`, and as many as fit.
    ///
    /// - Returns: how many.
    /// - Throws: ``StoreError``; also where the file ends there, which an object never does.
    public func splice(into pipe: borrowing Descriptor, at offset: UInt64, count: Int) throws(StoreError) -> Int {
        let moved: Int
        do throws(SystemCallError) {
            moved = try file.splice(at: Int(offset), into: pipe, count: count)
        } catch {
            throw StoreError(error)
        }
        guard moved > 0 else { throw .system(SystemCallError("splice", EIO)) }
        return moved
    }

    /// Flushes its bytes to the disk.
    func sync() throws(StoreError) {
        try sorted { () throws(SystemCallError) in try file.sync() }
    }

    /// Reads bytes at `offset`, until `buffer` is full.
    ///
    /// - Throws: ``StoreError``; also where the file ends before the buffer is full, which an object never does.
    public func read(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) throws(StoreError) {
        var filled = 0
        while filled < buffer.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let position = Int(offset) + filled
            let count = try sorted { () throws(SystemCallError) in try unsafe file.read(into: rest, at: position) }
            if count == 0 { throw .system(SystemCallError("pread", EIO)) }
            filled += count
        }
    }
}

extension StoredObject {
    /// Reads bytes at `offset` until `buffer` is full, if all of them are in memory; else says `false`.
    public func readAtOnce(into buffer: UnsafeMutableRawBufferPointer, at offset: UInt64) -> Bool {
        unsafe file.readAtOnce(into: buffer, at: Int(offset))
    }
}

extension LocalRepository {
    /// The size of `object`, or `nil` where it is not there. An empty file is no object: see ``StoreError/damaged(_:)``.
    ///
    /// - Throws: ``StoreError`` where it cannot be told.
    public func size(of object: Object) throws(StoreError) -> ByteCount? {
        guard let status = try status(of: object) else { return nil }
        guard status.kind == .regular else { throw .notRegular(object.description) }
        return status.size > 0 ? ByteCount(bytes: UInt64(status.size)) : nil
    }

    /// Opens `object`, or gives `nil` where it is not there.
    ///
    /// - Throws: ``StoreError`` where it cannot be told.
    public func open(_ object: Object) throws(StoreError) -> StoredObject? {
        try withFolder(of: object) { (folder, name) throws(StoreError) in
            try StoredObject.open(name, in: folder, as: object)
        }
    }

    /// Whether `object` is there, and will be after a power cut: a session that died may not have flushed what it did.
    ///
    /// - Throws: ``StoreError``.
    public func settledPresence(of object: Object) throws(StoreError) -> Bool {
        try withFolder(of: object) { (folder, _) throws(StoreError) in try folder.flushNames() }
        return try size(of: object) != nil
    }

    /// Whether anything lies under the object's name, an empty or a foreign file too.
    ///
    /// - Throws: ``StoreError`` where it cannot be told.
    public func isNameTaken(of object: Object) throws(StoreError) -> Bool { try status(of: object) != nil }

    /// What lies under the object's name, without following a link; `nil` where nothing does.
    func status(of object: Object) throws(StoreError) -> FileStatus? {
        try withFolder(of: object) { (folder, name) throws(StoreError) in
            do throws(SystemCallError) {
                return try folder.status(of: name)
            } catch {
                guard error.code == ENOENT else { throw StoreError(error) }
                return nil
            }
        }
    }
}

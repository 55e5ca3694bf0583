internal import Crypto
internal import Glibc
public import LedgerClient
internal import Linux
internal import Policy
public import Restic

/// What became of a committed upload.
public enum CommitOutcome: Hashable, Sendable {
    /// The object is new, and durable.
    case stored
    /// The object was there with the same bytes.
    case present
}

extension LocalRepository {
    /// Starts an upload.
    ///
    /// - Parameters:
    ///   - object: what it will be.
    ///   - length: how long the body is, as announced.
    ///   - temporaryName: a name in `tmp/` that no other session uses.
    /// - Returns: the upload, which takes the body.
    /// - Throws: ``StoreError``.
    public func begin(
        _ object: Object, length: ByteCount, temporaryName: String
    ) throws(StoreError) -> Upload {
        let isThere = try size(of: object) != nil
        guard isThere || isWritable else { throw .readOnly }
        return try Upload(object, length: length, into: isThere ? nil : TemporaryFile(self, name: temporaryName))
    }

    /// Gives a sealed upload its name, and makes the name durable.
    ///
    /// The calls of a new object, from its first byte on: openat(tmp/N, O_CREAT|O_EXCL), flock, write…, fsync, [the row
    /// is on the ledger's disk], renameat2(tmp/N → NAME, RENAME_NOREPLACE), openat(folder), fsync(folder).
    ///
    /// - Parameters:
    ///   - upload: sealed.
    ///   - permit: for this object.
    /// - Returns: whether it is new.
    /// - Throws: ``StoreError``; after ``StoreError/unflushed(_:)`` the object is there, after all others it is not.
    public func commit(_ upload: Upload, _ permit: consuming Permit) throws(StoreError) -> CommitOutcome {
        guard permit.action == .save, permit.object == upload.object else { throw .permitMismatch }
        return try withFolder(of: upload.object) { (folder, name) throws(StoreError) in
            let isOurs: Bool
            do throws(SystemCallError) {
                isOurs = try upload.move(to: name, in: folder)
            } catch {
                guard error.code == EEXIST else { throw StoreError(error) }
                try confirm(upload)
                return .present
            }
            guard isOurs else { throw .damaged(upload.object) }
            try folder.flushNames()
            return .stored
        }
    }

    /// Makes sure that what is stored under the upload's name has the same bytes as the upload, and is on the disk: who
    /// stored it may have died before that, or not be so far yet.
    ///
    /// - Throws: ``StoreError/configDiffers`` or ``StoreError/damaged(_:)`` where it has not; ``StoreError/unflushed(_:)``.
    public func confirm(_ upload: Upload) throws(StoreError) {
        guard let stored = try open(upload.object), let digest = SHA256() else { throw .damaged(upload.object) }
        guard try sum(of: stored, digest) == upload.sum else {
            throw upload.object == .config ? .configDiffers : .damaged(upload.object)
        }
        try stored.sync()
        try withFolder(of: upload.object) { (folder, _) throws(StoreError) in try folder.flushNames() }
    }

    private func sum(of stored: StoredObject, _ digest: SHA256) throws(StoreError) -> FileName? {
        let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
        defer { unsafe chunk.deallocate() }
        var offset: UInt64 = 0
        while offset < stored.size.bytes {
            let count = min(UInt64(chunk.count), stored.size.bytes - offset)
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: chunk[..<Int(count)])
            try unsafe stored.read(into: part, at: offset)
            unsafe digest.add(UnsafeRawBufferPointer(part))
            offset += count
        }
        return digest.finish().flatMap { FileName(digest: $0) }
    }
}

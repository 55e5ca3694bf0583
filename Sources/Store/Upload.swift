internal import Crypto
internal import Glibc
internal import Linux
public import Restic

/// A body on its way into the store: hashed while it is written to `tmp/`. Used by one thread at a time.
///
/// Until it is committed, nothing of it has the object's name. When it is given up, or its process dies, nothing of
/// it stays: the file in `tmp/` is locked with flock(2) as long as its writer lives, so that the next session can
/// tell which ones nobody writes any more.
public final class Upload {
    /// Bytes of a piece. A body that comes in whole pieces, aligned to 4096 bytes in memory, costs least: most disks take
    /// those past the kernel's cache.
    public static let piece = 512 * 1024

    /// What it will be.
    public let object: Object
    /// Whether the object was there before: the body is then only hashed, and nothing is written.
    public let isRepeat: Bool

    private let length: ByteCount
    private var written = ByteCount.zero
    private var digest: SHA256?
    private var temporary: TemporaryFile?
    private(set) var sum: FileName?

    init(_ object: Object, length: ByteCount, into temporary: consuming TemporaryFile?) throws(StoreError) {
        guard let digest = SHA256() else { throw .system(SystemCallError("SHA256_Init", ENOMEM)) }
        self.object = object
        self.length = length
        self.digest = digest
        isRepeat = temporary == nil
        self.temporary = temporary
    }

    /// Adds bytes.
    ///
    /// - Throws: ``StoreError/lengthMismatch`` past the announced length, ``StoreError/full``, or what the kernel said.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(StoreError) {
        written = written + ByteCount(bytes: UInt64(bytes.count))
        guard written <= length else { throw .lengthMismatch }
        unsafe digest?.add(bytes)
        try unsafe temporary?.write(bytes)
    }

    /// Checks length and hash, and flushes the bytes to the disk. Afterwards the upload can be committed.
    ///
    /// - Throws: ``StoreError/lengthMismatch``, ``StoreError/hashMismatch(expected:)``, or what the kernel said.
    public func seal() throws(StoreError) {
        guard written == length else { throw .lengthMismatch }
        sum = digest.take()?.finish().flatMap { FileName(digest: $0) }
        if case .file(_, let expected) = object {
            guard sum == expected else { throw .hashMismatch(expected: expected) }
        }
        try temporary?.sync()
    }

    /// Gives the file its final name.
    ///
    /// - Returns: whether it was this upload's file that got the name.
    /// - Throws: the `errno` of the move; `EEXIST` where the name is taken.
    func move(to name: String, in folder: borrowing Descriptor) throws(SystemCallError) -> Bool {
        guard let temporary else { throw SystemCallError("renameat2", EEXIST) }
        return try temporary.move(to: name, in: folder)
    }
}

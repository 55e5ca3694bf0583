internal import Glibc
internal import Linux
internal import Sodium

extension SealFolder {
    /// The checkpoints that we kept, the oldest first.
    ///
    /// - Throws: ``SealError``.
    public func kept(by key: VerifierKey) throws(SealError) -> [CheckpointFile.Piece] {
        try checkpoints(in: log, by: key) ?? []
    }

    /// What a file holds that is one of ours or was kept elsewhere; `nil` where it is not there.
    ///
    /// - Throws: ``SealError``.
    public func checkpoints(in path: String, by key: VerifierKey) throws(SealError) -> [CheckpointFile.Piece]? {
        guard let bytes = try Self.read(path, limit: CheckpointFile.longest) else { return nil }
        return try SealError.sodium { () throws(SodiumError) in try CheckpointFile.read(bytes, key: key) }
    }

    /// Keeps a checkpoint: at the end of the log, flushed to the disk, and then alone in its own file.
    ///
    /// - Throws: ``SealError``.
    public func keep(_ note: SignedNote) throws(SealError) {
        let (log, newest) = (self.log, self.newest)
        try SealError.system(log) { () throws(SystemCallError) in try Self.append(note, to: log) }
        try SealError.system(newest) { () throws(SystemCallError) in
            try AtomicFile.write(note.description.utf8, to: newest, mode: 0o644)
        }
    }

    /// Opened for appending alone, which is all that `chattr +a` lets anybody do.
    private static func append(_ note: SignedNote, to path: String) throws(SystemCallError) {
        let file = try Descriptor.at(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, mode: 0o644)
        let size = try file.status().size
        // A seal that was cut short may have left a line without an end.
        let isWhole = size == 0 ? true : try endsALine(file, size)
        try file.write(all: (isWhole ? "\(note)" : "\n\(note)").utf8)
        try file.syncAndClose()
        if size == 0 {
            let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
            try Descriptor.at(parent, O_RDONLY | O_DIRECTORY).sync()
        }
    }

    private static func endsALine(_ file: borrowing Descriptor, _ size: Int) throws(SystemCallError) -> Bool {
        var last: UInt8 = 0
        let raw = file.raw
        try retrying("pread") { unsafe pread(raw, &last, 1, off_t(size - 1)) }
        return last == UInt8(ascii: "\n")
    }
}

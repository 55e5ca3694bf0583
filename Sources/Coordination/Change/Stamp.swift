internal import Linux

/// By what a file is known to be the one that was read before, without reading it again.
struct Stamp: Hashable, Sendable {
    /// The length in bytes.
    let size: Int64
    /// When the content was changed, in nanoseconds since 1970.
    let modified: Int64
    /// When anything about the file was changed, in nanoseconds since 1970: nobody can set it.
    let changed: Int64
    /// The file's number on its disk.
    let inode: Int64

    /// Taken from a file's status.
    init(_ status: FileStatus) {
        size = Int64(status.size)
        modified = status.modified
        changed = status.changed
        inode = Int64(truncatingIfNeeded: status.identity.number)
    }

    /// Four numbers, as they stand in the register.
    init(size: Int64, modified: Int64, changed: Int64, inode: Int64) {
        self.size = size
        self.modified = modified
        self.changed = changed
        self.inode = inode
    }

    /// A stamp that no file has: what it stands for is read again.
    static let none = Stamp(size: -1, modified: 0, changed: 0, inode: 0)

    /// The stamp, if the file could not have been changed again within the same tick of the clock that stamps files.
    ///
    /// - Parameter now: nanoseconds since 1970, taken before the file was looked at.
    /// - Returns: it, or ``none``.
    func trusted(at now: Int64) -> Stamp { now - changed > FileStatus.slowestTick ? self : .none }

    /// As it stands in the register.
    var text: String { "\(size) \(modified) \(changed) \(inode)" }
}

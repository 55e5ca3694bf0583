internal import Glibc
internal import Linux

extension Descriptor {
    /// Makes a file in the folder `tmp/` that is claimed: while the descriptor is open, no sweep takes it away.
    ///
    /// The sweep of a session that starts may be quicker than our flock(2). Then it holds the lock for a moment, or the
    /// file has no name any more; it is made again.
    ///
    /// - Parameters:
    ///   - name: its name, which nobody else uses.
    ///   - folder: the descriptor of `tmp/`.
    /// - Returns: the file, mode 0400 as objects are kept, open for writing.
    /// - Throws: `EEXIST`, or what the kernel says.
    static func makeClaimed(_ name: String, in folder: Int32) throws(SystemCallError) -> Descriptor {
        for _ in 0..<attempts {
            let file = try Descriptor.at(name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW, mode: 0o400, in: folder)
            do throws(SystemCallError) {
                try retrying("flock") { flock(file.raw, LOCK_EX | LOCK_NB) }
                if try file.status().links > 0 { return file }
            } catch {
                guard error.code == EWOULDBLOCK else { throw error }
                // The sweeper is about to remove it, or has just done so.
                usleep(1000)
                _ = unsafe unlinkat(folder, name, 0)
            }
        }
        throw SystemCallError("flock", EWOULDBLOCK)
    }

    /// Sessions would have to start at just the wrong moment so many times in a row.
    private static let attempts = 100
}

internal import Glibc
internal import Linux
public import Policy

/// What the files that let a client in look like from outside: `postern.toml` and the client's own. None is read.
public struct Footprint: Sendable {
    private let files: [FileStatus]
    /// Before they were looked at, in nanoseconds since 1970.
    private let taken: Int64

    /// Looks at the files; `nil` where one of them is not there, or is no regular file.
    init?(_ paths: [String]) {
        taken = WallClock.nanoseconds
        // A file of a server is asked for anew when it is opened, but not when stat(2) asks for its name. Source: nfs(5).
        files = paths.compactMap { try? Descriptor.at($0, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW).status() }
        guard files.count == paths.count, files.allSatisfy({ $0.kind == .regular }) else { return nil }
    }

    /// Whether nothing was changed since `earlier`. Where a change could have left no trace, in the same tick of the clock
    /// that stamps files, the answer is no.
    public func isSame(as earlier: Footprint) -> Bool {
        files == earlier.files && files.allSatisfy { earlier.taken - $0.changed > FileStatus.slowestTick }
    }
}

extension PolicyFolder {
    /// Looks at what says whether `client` may come in, without reading it.
    ///
    /// - Parameter client: its name.
    /// - Returns: what is to be compared with a later look; `nil` where there is nothing to compare.
    public func footprint(of client: Name) -> Footprint? {
        Footprint(["\(path)/\(PolicyReader.main)", "\(path)/\(PolicyReader.clients)/\(client).toml"])
    }
}

internal import Glibc
internal import Linux
public import Seals
internal import Trail

/// A state folder, as audits see it.
public struct AuditedState: Hashable, Sendable {
    /// The folder.
    public let path: String

    /// Names it; nothing is read.
    public init(_ path: String) { self.path = path }

    /// Key and checkpoints.
    public var seals: SealFolder { SealFolder(state: path) }

    var trail: String { "\(path)/trail/audit.sqlite" }

    var catalog: String { "\(path)/catalog/catalog.sqlite" }

    /// Opens the trail for an audit.
    func openTrail() throws(AuditError) -> TrailScan {
        guard try Self.isFile(trail) else { throw .noTrail(trail) }
        let path = trail
        return try AuditError.trail { () throws(TrailError) in try TrailScan(path) }
    }

    /// Whether there is a file, and no link or folder. The folders are the ledger's: it could put anything there.
    static func isFile(_ path: String) throws(AuditError) -> Bool {
        do throws(SystemCallError) {
            var status = stat()
            try retrying("lstat") { unsafe lstat(path, &status) }
            guard status.st_mode & S_IFMT == S_IFREG else { throw SystemCallError("lstat", ELOOP) }
            return true
        } catch {
            if error.code == ENOENT { return false }
            throw .system(error, path)
        }
    }
}

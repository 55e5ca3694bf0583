internal import Glibc
internal import Linux

/// Where the signing key and the checkpoints lie in the state folder. All of it is root's; the ledger can write none of it.
///
/// - `secrets/audit.key`: the signing key, mode 0600.
/// - `checkpoints/verifier`: its public half, for everybody.
/// - `checkpoints/checkpoint`: the newest checkpoint alone, replaced by each seal.
/// - `checkpoints/kept/log`: all checkpoints, one after the other; only ever appended to.
/// - `checkpoints/kept/leaves`: the leaf hashes of all sealed rows, 32 bytes each; only ever appended to.
///
/// `kept` with its files can be put under `chattr +a`.
public struct SealFolder: Hashable, Sendable {
    private let state: String

    /// Names them in a state folder; nothing is read or made.
    public init(state: String) { self.state = state }

    /// The signing key.
    public var key: String { "\(state)/secrets/audit.key" }
    /// The public key.
    public var verifier: String { "\(folder)/verifier" }
    /// The newest checkpoint.
    public var newest: String { "\(folder)/checkpoint" }
    /// All checkpoints.
    public var log: String { "\(kept)/log" }
    /// The leaf hashes of all sealed rows.
    public var leaves: String { "\(kept)/leaves" }

    private var folder: String { "\(state)/checkpoints" }
    private var kept: String { "\(folder)/kept" }

    /// Makes the folders that are not there.
    ///
    /// - Throws: ``SealError``.
    public func prepare() throws(SealError) {
        try Self.make("\(state)/secrets", 0o700)
        try Self.make(folder, 0o755)
        try Self.make(kept, 0o755)
    }

    private static func make(_ path: String, _ mode: mode_t) throws(SealError) {
        try SealError.system(path) { () throws(SystemCallError) in
            do throws(SystemCallError) {
                try retrying("mkdir") { unsafe mkdir(path, mode) }
            } catch {
                if error.code == EEXIST { return }
                throw error
            }
            try retrying("chmod") { unsafe chmod(path, mode) }
        }
    }

    /// The bytes of a file; `nil` where it is not there.
    static func read(_ path: String, limit: Int) throws(SealError) -> [UInt8]? {
        do throws(SystemCallError) {
            return try Descriptor.at(path, O_RDONLY | O_NOFOLLOW).readAll(limit: limit)
        } catch {
            if error.code == ENOENT { return nil }
            throw .system(error, path)
        }
    }
}

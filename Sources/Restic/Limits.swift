/// What a client may send at most. Real clients stay far below; the limits bound what a hostile one can do.
public enum Limits {
    /// The largest file of each kind that is accepted.
    public static func size(of object: Object) -> ByteCount {
        switch object {
        case .config: .kibibytes(4)
        case .file(.keys, _): .kibibytes(64)
        case .file(.locks, _): .kibibytes(16)
        case .file(.snapshots, _): .mebibytes(16)
        case .file(.index, _), .file(.data, _): .mebibytes(256)
        }
    }

    /// Locks of one client in one repository; an honest one has two, while it refreshes.
    public static let locksOfClient = 32

    /// Locks of all clients in one repository.
    public static let locksOfRepository = 128

    /// What one client may have announced and not stored yet, over all its sessions: room that is promised to it is
    /// nobody else's. Five packs of the largest size that restic makes (128 MiB), three times over.
    public static let announced = ByteCount.gibibytes(2)

    /// Key files of a repository that has no `config` yet; restic makes one.
    public static let keysBeforeConfig = 4

    /// Key files of cut `init`s in the trash of a repository, after which it takes no new ones: the trash does not
    /// count against a quota.
    public static let sweptKeys = 64

    /// Refusals after which a session is ended.
    public static let refusals = 1000

    /// Bytes of `SSH_ORIGINAL_COMMAND`.
    public static let command = 4096

    /// Bytes of a request's path; the longest real one has 76.
    public static let path = 256
}

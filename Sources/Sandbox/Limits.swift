/// The limits of a confined process.
///
/// There is none on processes (RLIMIT_NPROC counts all gates of the user, so that with a dozen no thread would start;
/// the filter refuses processes anyway) and none on the size of files (a pack is large, and so may a database be).
enum Limits {
    /// Open descriptors of a gate: its pipes, the ledger, a few objects.
    static let gateDescriptors: UInt = 256
    /// Open descriptors of the ledger: a connection a session.
    static let ledgerDescriptors: UInt = 16_384
    /// Permissions that no new file gets.
    static let umask: UInt32 = 0o077
}

internal import Glibc

/// Two ends of a new unix stream. Whoever holds one can ask the kernel who made the pair: SO_PEERCRED, unix(7).
@frozen public struct SocketPair: ~Copyable, Sendable {
    /// The end that stays here.
    public let ours: Descriptor
    /// The end that is given away.
    public let theirs: Descriptor

    /// Makes a pair; programs that are started do not get an end unless it is given to them.
    ///
    /// - Throws: the `errno` of socketpair(2).
    public init() throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        try retrying("socketpair") { unsafe socketpair(AF_UNIX, type, 0, &ends) }
        ours = Descriptor(owning: ends[0])
        theirs = Descriptor(owning: ends[1])
    }

    /// Keeps our end and closes the other, which was given away.
    public consuming func intoOurs() -> Descriptor { ours }
}

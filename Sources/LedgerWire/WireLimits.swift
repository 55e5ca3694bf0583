/// How large anything may be that goes over the ledger's socket. `docs/ledger-protocol.md` repeats them.
public enum WireLimits {
    /// Bytes of a frame after its length.
    public static let frame = 65_536
    /// Bytes of a frame's kind and request number, so the least that a frame holds.
    public static let header = 5
    /// Bytes of a client's, a key's, a source's, a sandbox level's or an actor's text.
    public static let name = 128
    /// Bytes of a repository's name or place: 63 for the storage, and eight folders of 64.
    public static let place = 1024
    /// Bytes of what the client asked for in its own words; what is longer is cut.
    public static let asked = 512
    /// Bytes of a reason, of an object's text, or of one detail.
    public static let text = 512
    /// Details of one row.
    public static let details = 16
    /// Ended sessions told in one reply.
    public static let dismissed = 2048
    /// Unsettled rows told to one session; what is left is told to the next.
    public static let unsettled = 512
    /// Locks told to a run of maintenance; a repository holds fewer.
    public static let locks = 256
    /// Objects named in one frame of a mandate.
    public static let objects = 512
}

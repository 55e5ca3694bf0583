/// How long the gate waits for its client. An idle session that answers PINGs may stay for ever: `restic mount` does.
public struct TimeLimits: Hashable, Sendable {
    /// From the start to the first bytes of HTTP/2. restic sends them at once.
    public var preface = Duration.seconds(60)
    /// For all of a session that is refused, or that cannot be served: restic gives up at its first answer.
    public var refused = Duration.seconds(30)
    /// Without one byte of a body that has begun; and for every ``least`` bytes of it.
    public var stall = Duration.seconds(600)
    /// Bytes of a body that must come in each ``stall``: an upload holds room that nobody else gets. A hundredth of
    /// what five uploads bring that share a line of 64 kbit/s.
    public var least = 8192
    /// For a request that waits until maintenance has ended.
    public var hold = Duration.seconds(600)
    /// Without any byte, before a PING is sent.
    public var quiet = Duration.seconds(120)
    /// From a PING to its answer, or any other byte.
    public var ping = Duration.seconds(60)
    /// From the client's end to ours: what is being stored is finished, then we leave. restic waits 5 seconds.
    public var farewell = Duration.seconds(30)

    /// The limits that the gate uses.
    public init() {}
}

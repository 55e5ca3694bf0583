/// A snapshot: what it says of itself, and what the gateway knows of it.
public struct Snapshot: Hashable, Sendable {
    /// The name of its file: 64 hex digits.
    public let id: String
    /// When the gateway received it; `nil` where no row of the trail says so, as in an imported repository.
    public var received: Instant?
    /// When the session that brought it began; `nil` where that is not known.
    public var sessionBegan: Instant?
    /// Who brought it; `nil` where no row says so.
    public var client: String?
    /// When it was made, by its own word.
    public let claimed: Instant
    /// The host that it is of, by its own word.
    public let host: String
    /// The paths that it holds, by its own word.
    public let paths: [String]
    /// Its tags.
    public let tags: [String]

    /// Takes what it says of itself.
    public init(id: String, claimed: Instant, host: String, paths: [String], tags: [String] = []) {
        self.id = id
        self.claimed = claimed
        self.host = host
        self.paths = paths
        self.tags = tags
    }

    /// The time that retention goes by: received, or its own word where nothing else is known.
    public var time: Instant { received ?? claimed }
}

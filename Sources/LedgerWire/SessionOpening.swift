public import Policy

/// Who a session is for, what it may use, and where: the first message of a gate, which fixes all of it.
public struct SessionOpening: Hashable, Sendable {
    /// The client's name.
    public var client: String
    /// The fingerprint of the key that logged in; empty where it is not known.
    public var key: String
    /// The address that the connection comes from; empty where it is not known.
    public var source: String
    /// The repository's name; empty where none was found.
    public var repository: String
    /// Where the repository lies; `nil` where none was found.
    public var place: Place?
    /// What the client asked for, in its own words; cut after ``WireLimits/asked`` bytes and escaped in the trail.
    public var asked: String
    /// The sandbox's level that holds for this gate.
    public var level: String
    /// Whether the repository has a `config`.
    public var configured: Bool
    /// Whether the client may create the repository where it is not there.
    public var mayCreate: Bool
    /// Why the gate refuses the session; `nil`: it does not.
    public var refusal: Refusal?
    /// The policy's numbers.
    public var limits: SessionLimits
    /// The run that a session of maintenance belongs to; `nil`: it is a host's.
    public var run: RunWelcome?

    /// Takes all that is fixed for the session.
    public init(
        client: String, key: String = "", source: String = "", repository: String = "", place: Place? = nil,
        asked: String = "", level: String = "", configured: Bool = false, mayCreate: Bool = false,
        refusal: Refusal? = nil, limits: SessionLimits = SessionLimits(), run: RunWelcome? = nil
    ) {
        self.client = client
        self.key = key
        self.source = source
        self.repository = repository
        self.place = place
        self.asked = asked
        self.level = level
        self.configured = configured
        self.mayCreate = mayCreate
        self.refusal = refusal
        self.limits = limits
        self.run = run
    }
}

extension SessionOpening {
    func write(to writer: inout WireWriter) {
        writer.text(client, limit: WireLimits.name)
        writer.text(key, limit: WireLimits.name)
        writer.text(source, limit: WireLimits.name)
        writer.text(repository, limit: WireLimits.place)
        writer.optional(place) { $0.text($1.description, limit: WireLimits.place) }
        writer.text(asked, limit: WireLimits.asked)
        writer.text(level, limit: WireLimits.name)
        writer.flag(configured)
        writer.flag(mayCreate)
        writer.optional(refusal) { $0.text($1.rawValue, limit: WireLimits.name) }
        limits.write(to: &writer)
        writer.optional(run) { $1.write(to: &$0) }
    }

    init(from reader: inout WireReader) throws(WireError) {
        client = try reader.text("client", limit: WireLimits.name)
        key = try reader.text("key", limit: WireLimits.name)
        source = try reader.text("source", limit: WireLimits.name)
        repository = try reader.text("repository", limit: WireLimits.place)
        place = try reader.optional("place") { (reader) throws(WireError) in try reader.place() }
        asked = try reader.text("asked", limit: WireLimits.asked)
        level = try reader.text("level", limit: WireLimits.name)
        configured = try reader.flag("configured")
        mayCreate = try reader.flag("mayCreate")
        refusal = try reader.optional("refusal") { (reader) throws(WireError) in try reader.word("refusal") }
        limits = try SessionLimits(from: &reader)
        run = try reader.optional("run") { (reader) throws(WireError) in try RunWelcome(from: &reader) }
    }
}

extension WireReader {
    mutating func place() throws(WireError) -> Place {
        let text = try text("place", limit: WireLimits.place)
        do {
            return try Place(parsing: text)
        } catch {
            throw .badField("place")
        }
    }
}

public import Policy

/// What the coordinator says when it begins a run of maintenance.
public struct RunOpening: Hashable, Sendable {
    /// What the run does.
    public var kind: RunKind
    /// Where the repository lies.
    public var place: Place
    /// The repository's name.
    public var repository: String
    /// Who: `SUDO_USER`, or the user.
    public var actor: String

    /// Takes all that the run's first row tells.
    public init(kind: RunKind, place: Place, repository: String, actor: String) {
        self.kind = kind
        self.place = place
        self.repository = repository
        self.actor = actor
    }
}

/// The ledger's answer: by these two a gate of the run proves that it belongs to it.
public struct RunWelcome: Hashable, Sendable {
    /// The run's number: that of its first row.
    public var number: UInt64
    /// 32 random bytes as hex digits, known to nobody else. Never log it.
    public var token: String

    /// Takes both.
    public init(number: UInt64, token: String) {
        self.number = number
        self.token = token
    }
}

/// What became of a run.
public struct RunEnding: Hashable, Sendable {
    /// Whether it was done.
    public var outcome: Outcome
    /// Why it was not; empty where it was.
    public var reason: String
    /// What else its last row tells, in this order.
    public var details: [AdminAct.Detail]

    /// Takes all that the run's last row tells.
    public init(_ outcome: Outcome, reason: String = "", details: [AdminAct.Detail] = []) {
        self.outcome = outcome
        self.reason = reason
        self.details = details
    }
}

/// What may happen to an object and the trash. The raw value is the trail's action.
public enum TrashAct: String, CaseIterable, Sendable {
    case trash, restore, purge

    /// The row's action.
    public var action: Action {
        switch self {
        case .trash: .trash
        case .restore: .restore
        case .purge: .purge
        }
    }
}

extension RunOpening {
    func write(to writer: inout WireWriter) {
        writer.text(kind.rawValue, limit: WireLimits.name)
        writer.text(place.description, limit: WireLimits.place)
        writer.text(repository, limit: WireLimits.place)
        writer.text(actor, limit: WireLimits.name)
    }

    init(from reader: inout WireReader) throws(WireError) {
        kind = try reader.word("kind")
        place = try reader.place()
        repository = try reader.text("repository", limit: WireLimits.place)
        actor = try reader.text("actor", limit: WireLimits.name)
    }
}

extension RunWelcome {
    func write(to writer: inout WireWriter) {
        writer.number(number)
        writer.text(token, limit: WireLimits.name)
    }

    init(from reader: inout WireReader) throws(WireError) {
        number = try reader.number()
        token = try reader.text("token", limit: WireLimits.name)
    }
}

extension RunEnding {
    func write(to writer: inout WireWriter) {
        writer.text(outcome.rawValue, limit: WireLimits.name)
        writer.text(reason, limit: WireLimits.text)
        AdminAct.write(details, to: &writer)
    }

    init(from reader: inout WireReader) throws(WireError) {
        outcome = try reader.word("outcome")
        reason = try reader.text("reason", limit: WireLimits.text)
        details = try AdminAct.details(from: &reader)
    }
}

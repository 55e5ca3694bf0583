public import Policy

/// What an admin did on the gateway, for a row of the trail.
public struct AdminAct: Hashable, Sendable {
    /// Who: `SUDO_USER`, or the user.
    public var actor: String
    /// What.
    public var action: Action
    /// To what: the name of a client, of a repository, of a file.
    public var object: String
    /// Whether it was done.
    public var outcome: Outcome
    /// Why it was not; empty where it was.
    public var reason: String
    /// What else the row tells, in this order; at most ``WireLimits/details``.
    public var details: [Detail]

    /// A name, `[A-Za-z][A-Za-z0-9]*`, and a text.
    public struct Detail: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The text.
        public var text: String

        /// Takes both.
        public init(_ name: String, _ text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Takes all that the row tells.
    public init(
        actor: String, action: Action, object: String, outcome: Outcome = .allowed, reason: String = "",
        details: [Detail] = []
    ) {
        self.actor = actor
        self.action = action
        self.object = object
        self.outcome = outcome
        self.reason = reason
        self.details = details
    }
}

extension AdminAct {
    func write(to writer: inout WireWriter) {
        writer.text(actor, limit: WireLimits.name)
        writer.text(action.rawValue, limit: WireLimits.name)
        writer.text(object, limit: WireLimits.text)
        writer.text(outcome.rawValue, limit: WireLimits.name)
        writer.text(reason, limit: WireLimits.text)
        Self.write(details, to: &writer)
    }

    static func write(_ details: [Detail], to writer: inout WireWriter) {
        let told = details.prefix(WireLimits.details)
        writer.number(told.count)
        for detail in told {
            writer.text(detail.name, limit: WireLimits.name)
            writer.text(detail.text, limit: WireLimits.text)
        }
    }

    init(from reader: inout WireReader) throws(WireError) {
        actor = try reader.text("actor", limit: WireLimits.name)
        action = try reader.word("action")
        object = try reader.text("object", limit: WireLimits.text)
        outcome = try reader.word("outcome")
        reason = try reader.text("reason", limit: WireLimits.text)
        details = try Self.details(from: &reader)
    }

    static func details(from reader: inout WireReader) throws(WireError) -> [Detail] {
        let count = try reader.int("details")
        guard count <= WireLimits.details else { throw .badField("details") }
        var details: [Detail] = []
        for _ in 0..<count {
            let name = try reader.text("detail", limit: WireLimits.name)
            guard Self.isName(name) else { throw .badField("detail") }
            details.append(Detail(name, try reader.text("detail", limit: WireLimits.text)))
        }
        return details
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first else { return false }
        let letter: (Unicode.Scalar) -> Bool = { ("a"..."z").contains($0) || ("A"..."Z").contains($0) }
        return letter(first) && text.unicodeScalars.allSatisfy { letter($0) || ("0"..."9").contains($0) }
    }
}

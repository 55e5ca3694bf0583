public import Policy
public import Restic

/// The ledger's answer to an opening.
public struct SessionWelcome: Hashable, Sendable {
    /// The session's number: that of its `open` row.
    public var number: UInt64
    /// Why there is no session: the gate's own word, or the ledger's. The ledger hangs up after it.
    public var refusal: Refusal?
    /// Whether no other session is live in this repository.
    public var alone: Bool
    /// Whether maintenance takes something away from this repository now.
    public var duringMaintenance: Bool
    /// What dead sessions of this place left open, the oldest first, at most ``WireLimits/unsettled``.
    public var unsettled: [Unsettled]

    /// Takes all that a session starts with.
    public init(
        number: UInt64, refusal: Refusal?, alone: Bool, duringMaintenance: Bool = false, unsettled: [Unsettled]
    ) {
        self.number = number
        self.refusal = refusal
        self.alone = alone
        self.duringMaintenance = duringMaintenance
        self.unsettled = unsettled
    }
}

/// An act that was allowed to a session which died: the store knows whether it was done.
public struct Unsettled: Hashable, Sendable {
    /// The number of the `allowed` row.
    public var row: UInt64
    /// What was allowed: create, save, remove or sweep.
    public var action: Action
    /// On what; `nil` for the whole repository.
    public var object: Object?

    /// Takes the row's number and what it allowed.
    public init(row: UInt64, action: Action, object: Object?) {
        self.row = row
        self.action = action
        self.object = object
    }
}

extension SessionWelcome {
    func write(to writer: inout WireWriter) {
        writer.number(number)
        writer.optional(refusal) { $0.text($1.rawValue, limit: WireLimits.name) }
        writer.flag(alone)
        writer.flag(duringMaintenance)
        let told = unsettled.prefix(WireLimits.unsettled)
        writer.number(told.count)
        for one in told {
            writer.number(one.row)
            writer.text(one.action.rawValue, limit: WireLimits.name)
            writer.optional(one.object) { $0.object($1) }
        }
    }

    init(from reader: inout WireReader) throws(WireError) {
        number = try reader.number()
        refusal = try reader.optional("refusal") { (reader) throws(WireError) in try reader.word("refusal") }
        alone = try reader.flag("alone")
        duringMaintenance = try reader.flag("duringMaintenance")
        let count = try reader.int("unsettled")
        guard count <= WireLimits.unsettled else { throw .badField("unsettled") }
        unsettled = []
        for _ in 0..<count {
            let row = try reader.number()
            let action: Action = try reader.word("action")
            let object = try reader.optional("object") { (reader) throws(WireError) in try reader.object() }
            unsettled.append(Unsettled(row: row, action: action, object: object))
        }
    }
}

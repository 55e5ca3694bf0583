public import Policy
public import Restic

/// What a row tells, before it has its number, its time and its session.
public struct Entry: Hashable, Sendable {
    /// The client's name; empty in a row about the gateway itself.
    public var client: String
    /// The fingerprint of the key that logged in; empty where there is none.
    public var key: String
    /// The address that the client came from; empty where there is none.
    public var source: String
    /// The repository's name; empty where there is none.
    public var repository: String
    /// What it is about.
    public var action: Action
    /// On what: an object as `config` or `KIND/NAME`, or a name for an act of the admin; empty where there is none.
    public var object: String
    /// The object's size; zero where there is none.
    public var bytes: ByteCount
    /// What came of it.
    public var outcome: Outcome
    /// Why, where that is not plain: the raw value of a refusal, or a text.
    public var reason: String
    /// What only some rows tell, in this order.
    public var details: [Detail]

    /// Takes all that the row tells.
    public init(
        client: String = "", key: String = "", source: String = "", repository: String = "", action: Action,
        object: String = "", bytes: ByteCount = .zero, outcome: Outcome, reason: String = "", details: [Detail] = []
    ) {
        self.client = client
        self.key = key
        self.source = source
        self.repository = repository
        self.action = action
        self.object = object
        self.bytes = bytes
        self.outcome = outcome
        self.reason = reason
        self.details = details
    }

    /// One member of a row's `detail`.
    public struct Detail: Hashable, Sendable {
        /// The member's name.
        public let name: String
        /// Its value.
        public let value: Value

        /// A text or a whole number.
        public enum Value: Hashable, Sendable {
            case text(String)
            case number(UInt64)
        }

        /// A text.
        public init(_ name: String, _ text: String) {
            self.name = name
            value = .text(text)
        }

        /// A number.
        public init(_ name: String, _ number: UInt64) {
            self.name = name
            value = .number(number)
        }
    }

    /// The number in the detail of this name, if there is one.
    public func number(_ name: String) -> UInt64? {
        for detail in details where detail.name == name {
            if case .number(let number) = detail.value { return number }
        }
        return nil
    }

    /// The text in the detail of this name, if there is one.
    public func text(_ name: String) -> String? {
        for detail in details where detail.name == name {
            if case .text(let text) = detail.value { return text }
        }
        return nil
    }
}

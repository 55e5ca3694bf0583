public import Policy
public import Restic

/// What the ledger decided. A refusal is an answer, and its row is in the trail already.
public enum Verdict<Value: ~Copyable & Sendable>: ~Copyable, Sendable {
    case granted(Value)
    case refused(Refusal)
    /// Not now: maintenance goes on. No row is written; ask again.
    case held
}

extension Verdict: Copyable where Value: Copyable {}

/// Proof that an act was allowed and that its row is on the disk. It can be spent once.
public struct Permit: ~Copyable, Sendable {
    /// The number of the row that allows it.
    public let row: UInt64
    /// What is allowed.
    public let action: Action
    /// On what; `nil` for the whole repository.
    public let object: Object?

    /// Only this module makes one, and only after the ledger's word.
    init(row: UInt64, action: Action, object: Object?) {
        self.row = row
        self.action = action
        self.object = object
    }
}

/// Room for one object that is being received. Dropping it gives the room back.
public struct Reservation: ~Copyable, Sendable {
    /// Which object.
    public let object: Object
    private let number: UInt64
    private let session: LedgerSession
    private var isSpent = false

    init(_ number: UInt64, of object: Object, in session: LedgerSession) {
        self.number = number
        self.object = object
        self.session = session
    }

    deinit {
        if !isSpent { session.giveBack(number) }
    }

    /// The number for the message that asks for the permit; the ledger itself ends the reservation with it.
    consuming func spend() -> UInt64 {
        isSpent = true
        return number
    }
}

public import Policy

/// What the ledger answers. Whatever speaks of a row is sent only once that row is on the disk.
public enum Reply: Hashable, Sendable {
    /// The answer to an opening.
    case opened(SessionWelcome)
    /// It is written down, or there is room for it.
    case granted
    /// The act may be done now.
    case permitted(row: UInt64)
    /// There is room for the object until it is permitted, released or the session ends.
    case reserved(UInt64)
    /// No, and the row that says so is on the disk; its number is 0 where it was folded into another.
    case refused(Refusal, row: UInt64)
    /// Not now: maintenance goes on. Nothing is written; ask again.
    case held
    /// A run of maintenance has begun.
    case began(RunWelcome)
    /// What stands in the way of a run.
    case state(RunState)
    /// These sessions are over, and their last rows are on the disk.
    case dismissed([DismissedSession])
    /// Nothing was decided and nothing written.
    case failure(Failure)

    /// Why the ledger could not do its work. The raw value is the wire's.
    public enum Failure: String, CaseIterable, Sendable {
        /// The disk of the ledger is full.
        case full
        /// The ledger could not write for another reason; its log has it.
        case broken
        /// Only some users may speak to the ledger, and the peer is none of them.
        case notAllowed = "not-allowed"
        /// More connections than the ledger serves at once.
        case busy
        /// The message makes no sense here; the ledger hangs up.
        case violation
        /// An admin ended the session; it answers no message.
        case dismissed
    }
}

extension Reply {
    enum Kind: UInt8 {
        case opened = 129
        case granted, permitted, reserved, refused, failure, dismissed, held, began, state
    }

    private var kind: Kind {
        switch self {
        case .opened: .opened
        case .granted: .granted
        case .permitted: .permitted
        case .reserved: .reserved
        case .refused: .refused
        case .dismissed: .dismissed
        case .failure: .failure
        case .held: .held
        case .began: .began
        case .state: .state
        }
    }

    /// The whole frame, ready to be sent.
    ///
    /// - Parameter id: the number of the message that is answered; 0 where none was read.
    /// - Returns: its bytes, the length first.
    public func frame(id: UInt32) -> [UInt8] {
        WireWriter.frame(kind: kind.rawValue, id: id) { writer in
            switch self {
            case .opened(let welcome): welcome.write(to: &writer)
            case .granted, .held: break
            case .began(let welcome): welcome.write(to: &writer)
            case .state(let state): state.write(to: &writer)
            case .permitted(let number), .reserved(let number): writer.number(number)
            case .refused(let refusal, let row):
                writer.text(refusal.rawValue, limit: WireLimits.name)
                writer.number(row)
            case .dismissed(let sessions): DismissedSession.write(sessions, to: &writer)
            case .failure(let failure): writer.text(failure.rawValue, limit: WireLimits.name)
            }
        }
    }

    /// Reads what follows a frame's length; any bytes at all may be given.
    ///
    /// - Returns: the number of the message that is answered, and the reply.
    /// - Throws: ``WireError``.
    public static func read(_ frame: [UInt8]) throws(WireError) -> (id: UInt32, reply: Reply) {
        var reader = WireReader(frame)
        let kind = try reader.byte()
        let id = try reader.id()
        guard let kind = Kind(rawValue: kind) else { throw .unknownKind(kind) }
        let reply: Reply =
            switch kind {
            case .opened: .opened(try SessionWelcome(from: &reader))
            case .granted: .granted
            case .permitted: .permitted(row: try reader.number())
            case .reserved: .reserved(try reader.number())
            case .refused: .refused(try reader.word("refusal"), row: try reader.number())
            case .dismissed: .dismissed(try DismissedSession.list(from: &reader))
            case .failure: .failure(try reader.word("failure"))
            case .held: .held
            case .began: .began(try RunWelcome(from: &reader))
            case .state: .state(try RunState(from: &reader))
            }
        try reader.end()
        return (id, reply)
    }
}

/// Reasons of a failed act that the ledger itself understands; any other text is only written down.
public enum FailureReason {
    /// The object was there already, so it is not counted again.
    public static let present = "present"
}

public import Linux

/// Why the ledger did not do what it was asked. Nothing is stored then.
public enum LedgerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nobody listens on the socket.
    case missing
    /// No answer within the deadline.
    case silent
    /// The ledger hung up, or the session was closed.
    case gone
    /// An admin ended the session.
    case dismissed
    /// The ledger does not serve this user.
    case refusedConnection
    /// The ledger serves as many connections as it can.
    case busy
    /// The disk of the ledger is full. The session goes on: once there is room, so does the work.
    case full
    /// The ledger could not write; its log says why.
    case broken
    /// One of the two said something that the protocol does not allow.
    case protocolViolation
    /// A system call failed.
    case system(SystemCallError)

    /// For a person: what is wrong. Lower case, no full stop.
    public var description: String {
        switch self {
        case .missing: "the ledger is not running, so nothing can be stored"
        case .silent: "the ledger does not answer, so nothing more can be stored in this session"
        case .gone: "the ledger has ended this session, so nothing more can be stored in it"
        case .dismissed: "the gateway has ended this session"
        case .refusedConnection: "the ledger does not serve this user"
        case .busy: "the ledger serves as many sessions as it can"
        case .full: "the disk of the ledger is full, so nothing can be stored"
        case .broken: "the ledger could not write, so nothing can be stored"
        case .protocolViolation: "the ledger and the gate do not understand each other"
        case .system(let error): "the ledger cannot be reached: \(error)"
        }
    }
}

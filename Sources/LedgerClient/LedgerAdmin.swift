public import LedgerWire
public import Policy

/// The coordinator's way to the trail: acts of an admin are rows too.
public enum LedgerAdmin {
    /// Writes one act down. Only root and the ledger's own user may.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - actor: `SUDO_USER`, or the user.
    ///   - action: what was done.
    ///   - object: to what, for example the client's name.
    ///   - outcome: whether it was done.
    ///   - reason: why it was not done; empty where it was.
    ///   - detail: what else the row tells, for example the policy's hash before and after.
    ///   - deadline: how long to wait.
    /// - Returns: the row's number; it is on the disk.
    /// - Throws: ``LedgerError``.
    @discardableResult
    public static func record(
        socket path: String, actor: String, action: Action, object: String, outcome: Outcome = .allowed,
        reason: String = "", detail: [AdminAct.Detail] = [], deadline: Duration = .seconds(10)
    ) throws(LedgerError) -> UInt64 {
        let connection = try Connection(to: path, patience: deadline)
        let act = AdminAct(
            actor: actor, action: action, object: object, outcome: outcome, reason: reason, details: detail)
        guard case .permitted(let row) = try connection.ask(.admin(act)) else { throw .protocolViolation }
        return row
    }

    /// Asks whether the ledger is there, and writes nothing down. Only root and the ledger's own user may.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - deadline: how long to wait.
    /// - Throws: ``LedgerError``.
    public static func greet(socket path: String, deadline: Duration = .seconds(10)) throws(LedgerError) {
        let connection = try Connection(to: path, patience: deadline)
        guard case .granted = try connection.ask(.greet) else { throw .protocolViolation }
    }

    /// Ends sessions at once: their gates can store and read nothing more, and end.
    ///
    /// - Parameters:
    ///   - dismissal: which sessions.
    ///   - path: the ledger's socket.
    ///   - deadline: how long to wait.
    /// - Returns: the sessions that were open; their last rows are on the disk.
    /// - Throws: ``LedgerError``.
    public static func dismiss(
        _ dismissal: Dismissal, socket path: String, deadline: Duration = .seconds(10)
    ) throws(LedgerError) -> [DismissedSession] {
        let connection = try Connection(to: path, patience: deadline)
        guard case .dismissed(let sessions) = try connection.ask(.dismiss(dismissal)) else { throw .protocolViolation }
        return sessions
    }

    /// Looks whether the ledger serves us; where systemd holds its socket, that starts it.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - deadline: how long to wait.
    /// - Throws: ``LedgerError``.
    public static func look(socket path: String, deadline: Duration = .seconds(10)) throws(LedgerError) {
        // Nobody has this name, so nothing ends; but only a ledger that works says so.
        _ = try dismiss(Dismissal(client: "", reason: ""), socket: path, deadline: deadline)
    }
}

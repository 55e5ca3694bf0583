public import LedgerWire

/// The coordinator's run of maintenance at the ledger. It ends with this value, also where its process is killed: then
/// the ledger writes down that the coordinator died, and its gates get no more permits.
public final class LedgerRun: Sendable {
    /// By what gates of the run prove that they belong to it.
    public let welcome: RunWelcome
    private let connection: Connection

    /// Begins a run. Only root and the ledger's own user may.
    ///
    /// - Parameters:
    ///   - path: the ledger's socket.
    ///   - opening: what, where and who.
    ///   - deadline: how long each call waits.
    /// - Returns: the run; ``Verdict/refused(_:)`` where another one goes on in this repository.
    /// - Throws: ``LedgerError``.
    public static func begin(
        socket path: String, _ opening: RunOpening, deadline: Duration = .seconds(20)
    ) throws(LedgerError) -> Verdict<LedgerRun> {
        let connection = try Connection(to: path, patience: deadline)
        switch try connection.ask(.beginRun(opening)) {
        case .began(let welcome): return .granted(LedgerRun(connection, welcome))
        case .refused(let refusal, _): return .refused(refusal)
        case .opened, .granted, .permitted, .reserved, .held, .state, .dismissed, .failure: throw .protocolViolation
        }
    }

    private init(_ connection: Connection, _ welcome: RunWelcome) {
        self.connection = connection
        self.welcome = welcome
    }

    /// What stands in its way now.
    ///
    /// - Throws: ``LedgerError``.
    public func state() throws(LedgerError) -> RunState { try ask(.runState) }

    /// From here on no session of a host that began before the run can write any more.
    ///
    /// - Returns: what stands in the run's way; acts that were allowed before may still be ``RunState/pending``.
    /// - Throws: ``LedgerError``.
    public func fence() throws(LedgerError) -> RunState { try ask(.fence) }

    /// Writes down how it ended.
    ///
    /// - Throws: ``LedgerError``; then the ledger will write that the coordinator died.
    public func end(_ ending: RunEnding) throws(LedgerError) {
        guard case .granted = try connection.ask(.endRun(ending)) else { throw .protocolViolation }
        connection.end(.gone)
    }

    private func ask(_ message: Message) throws(LedgerError) -> RunState {
        guard case .state(let state) = try connection.ask(message) else { throw .protocolViolation }
        return state
    }
}

internal import Glibc
internal import LedgerClient
internal import LedgerWire
internal import Policy

/// Has the admin's acts written down in the trail.
struct Chronicle {
    /// The ledger's socket.
    let socket: String
    /// Whether a ledger that does not run is worth a word: before a gateway's first start it is not.
    var isExpected = true
    let world: World

    /// Writes down that something is done now, then does it; where that fails, a second row says so.
    ///
    /// An act of the admin does not wait for a ledger that is broken: the policy must be mendable without it. But it is
    /// said loudly.
    func record(
        _ action: Action, _ object: String, details: [AdminAct.Detail] = [], body: () throws -> Void
    ) throws {
        let row = write(action, object, .allowed, "", details)
        do {
            try body()
        } catch {
            let first = row.map { [AdminAct.Detail("row", "\($0)")] } ?? []
            _ = write(action, object, .failed, Complaint(of: error).matters[0].problem, first)
            throw error
        }
    }

    /// Writes down what has been done, or could not be, as a row of its own.
    func note(
        _ action: Action, _ object: String, _ outcome: Outcome = .allowed, reason: String = "",
        details: [AdminAct.Detail] = []
    ) {
        _ = write(action, object, outcome, reason, details)
    }

    private func write(
        _ action: Action, _ object: String, _ outcome: Outcome, _ reason: String, _ details: [AdminAct.Detail]
    ) -> UInt64? {
        do throws(LedgerError) {
            return try LedgerAdmin.record(
                socket: socket, actor: world.actor, action: action, object: object, outcome: outcome, reason: reason,
                detail: details)
        } catch {
            guard isExpected || error != .missing else { return nil }
            world.say(
                "postern: warning: \(action.rawValue) \(Escaped.text(object)) is not in the trail: \(Self.why(error))")
            world.say("postern: hint: start postern-ledger, so that what admins do is written down too")
            return nil
        }
    }

    /// The client's sentences speak of storing; here nothing is stored.
    static func why(_ error: LedgerError) -> String {
        switch error {
        case .missing: "the ledger is not running"
        case .silent: "the ledger does not answer"
        case .gone: "the ledger hung up"
        case .full: "the disk of the ledger is full"
        case .broken: "the ledger could not write"
        case .dismissed, .refusedConnection, .busy, .protocolViolation, .system: "\(error)"
        }
    }
}

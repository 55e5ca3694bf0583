internal import Glibc
internal import LedgerClient
internal import LedgerWire
internal import Policy
internal import PolicyFile

/// Has the admin's acts written down in the trail.
struct Chronicle {
    /// The ledger's socket.
    let socket: String
    /// The policy that is acted upon.
    let policy: PolicyFolder
    /// Whether a ledger that does not run is worth a word: before a gateway's first start it is not.
    var isExpected = true
    let world: World

    /// Writes down that something is done now, then does it; where that fails, a second row says so.
    ///
    /// An act of the admin does not wait for a ledger that is broken: the policy must be mendable without it. But it is
    /// said loudly.
    ///
    /// - Parameters:
    ///   - action: what is done.
    ///   - object: to what.
    ///   - changing: the files of the policy that `body` writes, by their path in the folder, and what they will hold; `nil`
    ///     for one that it removes. What is generated is left out. The row tells the policy's hash before and after.
    ///   - details: what else the row tells.
    ///   - body: does it.
    /// - Throws: what `body` throws.
    func record(
        _ action: Action, _ object: String, changing: [String: String?], details: [AdminAct.Detail] = [],
        body: () throws -> Void
    ) throws {
        let row = write(action, object, .allowed, "", details + hashes(changing))
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

    /// A policy that cannot be read has no hash, and that is no reason not to mend it.
    private func hashes(_ changing: [String: String?]) -> [AdminAct.Detail] {
        let both = [("policyBefore", try? policy.digest()), ("policyAfter", try? policy.digest(with: changing))]
        return both.compactMap { name, hash in hash.map { AdminAct.Detail(name, $0) } }
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
    private static func why(_ error: LedgerError) -> String {
        switch error {
        case .missing: "the ledger is not running"
        case .silent: "the ledger does not answer"
        case .gone: "the ledger hung up"
        case .full: "the disk of the ledger is full"
        case .broken: "the ledger could not write"
        case .refusedConnection, .busy, .protocolViolation, .system: "\(error)"
        }
    }
}

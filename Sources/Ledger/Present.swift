internal import LedgerWire
internal import Policy

/// What is going on now and stands in no row: a value, so that a batch that fails leaves no trace.
struct Present {
    /// The open sessions by their numbers.
    var sessions: [UInt64: LiveSession] = [:]
    /// Which session a connection has.
    var sessionOf: [PeerID: UInt64] = [:]
    /// The runs of maintenance by their numbers.
    var runs: [UInt64: LiveRun] = [:]
    /// Which run a connection of the coordinator has.
    var runOf: [PeerID: UInt64] = [:]
    var reservations = Reservations()
    var blur = Blur()
    /// Who initialises a place that has no `config`.
    var claims: [Place: Claim] = [:]
    /// Rows of clients that have used up their day: how many in this hour.
    var folds: [String: Fold] = [:]

    /// A session that initialises a place, since when (milliseconds of the monotonic clock).
    struct Claim {
        let session: UInt64
        let since: Int64
    }

    /// Rows that were folded.
    struct Fold {
        let hour: Int64
        var count: UInt64
    }

    /// Ends a session: its reservations and its claim are free.
    mutating func remove(_ session: LiveSession) {
        for one in session.held { reservations.remove(one) }
        claims = claims.filter { $0.value.session != session.number }
        sessions[session.number] = nil
        forgetEndedRuns()
    }

    /// Runs that have ended and whose last gate is gone.
    mutating func forgetEndedRuns() {
        let busy = Set(sessions.values.compactMap(\.run))
        runs = runs.filter { !$0.value.hasEnded || busy.contains($0.key) }
    }

    /// Whether a host's session must wait: it came while maintenance takes something away.
    func isHeld(_ session: LiveSession) -> Bool {
        runs.values.contains {
            $0.opening.place == session.place && $0.opening.kind.isExclusive && session.number > $0.number
        }
    }
}

/// A connection's number; none is used twice.
struct PeerID: Hashable, Sendable {
    let number: UInt64
}

internal import LedgerWire
internal import Policy

/// What is going on now and stands in no row: a value, so that a batch that fails leaves no trace.
struct Present {
    /// The open sessions by their numbers.
    var sessions: [UInt64: LiveSession] = [:]
    /// Which session a connection has.
    var sessionOf: [PeerID: UInt64] = [:]
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
    }
}

/// A connection's number; none is used twice.
struct PeerID: Hashable, Sendable {
    let number: UInt64
}

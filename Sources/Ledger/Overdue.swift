internal import LedgerWire

/// Sessions that keep something for themselves for too long: a permit that they do not use, or a place that they began
/// to initialise.
extension Books {
    /// The sessions that are ended now, with the reason for the trail.
    var overdue: [(session: LiveSession, reason: String)] {
        let now = monotonic()
        let claims = present.claims.values.filter { $0.since + LedgerLimits.claim <= now }.map(\.session)
        return present.sessions.values.compactMap { session in
            if session.pending.values.contains(where: { $0.since + LedgerLimits.permit <= now }) {
                return (session, "permit not used")
            }
            return claims.contains(session.number) ? (session, "init not finished") : nil
        }
    }

    /// When the next session becomes overdue, in milliseconds of the monotonic clock; `nil`: none can.
    var nextOverdue: Int64? {
        let permits = present.sessions.values.flatMap { $0.pending.values.map { $0.since + LedgerLimits.permit } }
        return (permits + present.claims.values.map { $0.since + LedgerLimits.claim }).min()
    }

    /// Ends them.
    ///
    /// - Returns: a last word for each gate.
    func endOverdue() throws(Trouble) -> [Answer] {
        var answers: [Answer] = []
        for (session, reason) in overdue {
            guard let peer = present.sessionOf.first(where: { $0.value == session.number })?.key else { continue }
            try end(peer, reason)
            answers.append(Answer(peer: peer, id: 0, reply: .failure(.dismissed), hangsUp: true))
        }
        return answers
    }
}

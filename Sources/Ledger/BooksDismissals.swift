internal import LedgerWire

extension Books {
    /// Ends the sessions that an admin wants ended: their last rows are written, and their gates are told so.
    ///
    /// - Returns: the answer to the admin, and a last word for each gate.
    func dismiss(_ dismissal: Dismissal, _ event: Event, _ id: UInt32) throws(Trouble) -> [Answer] {
        guard isAdmin(event.who) else {
            return [Answer(peer: event.peer, id: id, reply: .failure(.notAllowed), hangsUp: true)]
        }
        var ended: [DismissedSession] = []
        var answers: [Answer] = []
        for (peer, number) in present.sessionOf.sorted(by: { $0.value < $1.value }) {
            guard let session = present.sessions[number], dismissal.includes(session.opening) else { continue }
            try end(peer, dismissal.reason)
            ended.append(DismissedSession(number: number, pid: session.pid))
            answers.append(Answer(peer: peer, id: 0, reply: .failure(.dismissed), hangsUp: true))
        }
        return [Answer(peer: event.peer, id: id, reply: .dismissed(ended))] + answers
    }
}

internal import Catalog
internal import Policy
internal import PolicyFile
internal import Restic
internal import Retention
internal import Trail

extension Upkeep {
    /// Clients that have brought more than three times their usual snapshots since the last forget; none before the first.
    func floods() throws -> [Habit.Flood] {
        let gateway = policy.settings.gateway
        let runs = try ReportFolder(state: gateway.state).entries(of: repository.name)
        guard let last = runs.last(where: { $0.kind == .forget && $0.outcome == .done }) else { return [] }
        let begin = Instant(milliseconds: last.began.milliseconds)
        let oldest = Moment(milliseconds: last.began.milliseconds - Habit.days * 86_400_000)
        var received: [String: [Instant]] = [:]
        try Holdings("\(gateway.state)/catalog/catalog.sqlite")
            .receptions(of: .snapshots, at: repository.place, after: oldest) { client, at in
                received[client, default: []].append(Instant(milliseconds: at.milliseconds))
            }
        // What maintenance itself stored is nobody's habit.
        received[""] = nil
        return Habit(received: received).floods(since: begin, now: Instant(seconds: office.world.now()))
    }
}

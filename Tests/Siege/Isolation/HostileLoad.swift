internal import Glibc
internal import Linux

/// One host that does all that is hostile at once.
final class HostileLoad: Sendable {
    /// What it did.
    struct Tally: Sendable {
        var atWork = 0
        var isOver = false
        /// How often each habit was answered with each status; 0: not at all.
        var answers: [Habit: [Int: Int]] = [:]
        var sessions: [Habit: Int] = [:]
    }

    private let tally = Monitor(Tally())

    /// Starts one session for each habit.
    init(_ client: String, _ doors: Doors, habits: [Habit]) throws(SiegeError) {
        tally.change { $0.atWork = habits.count }
        for (habit, seed) in zip(habits, 1...) {
            let host = HostileHost(client, doors, habit, seed: UInt64(seed)) { [tally] in tally.change { $0.isOver } }
            try SiegeError.wrap { () throws(SystemCallError) in
                try Worker.start { [tally] in
                    var host = host
                    host.run()
                    tally.change { tally in
                        tally.atWork -= 1
                        tally.answers[habit, default: [:]].merge(host.answers) { $0 + $1 }
                        tally.sessions[habit, default: 0] += host.sessions
                    }
                }
            }
        }
    }

    /// Makes it stop, and waits for that.
    func end() -> Tally {
        tally.change { $0.isOver = true }
        return tally.wait { $0.atWork == 0 ? $0 : nil }
    }
}

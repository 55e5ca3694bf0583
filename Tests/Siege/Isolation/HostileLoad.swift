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
                    giveWay()
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

/// The hostile host stands for another machine, whose own work takes no CPU from this one: its threads get what is left.
/// What they start, the gates, is this machine's and runs as it does. Source: sched(7), SCHED_RESET_ON_FORK.
private func giveWay() {
    // SCHED_IDLE and SCHED_RESET_ON_FORK, which Glibc's module leaves out. Source: linux/sched.h.
    let (idle, resetOnFork) = (Int32(5), Int32(0x4000_0000))
    var parameters = sched_param()
    _ = unsafe sched_setscheduler(0, idle | resetOnFork, &parameters)
}

import Glibc
import Siege

// The long runs of the siege. The same works, shorter, are tests.

/// A number of the command line, or another where there is none.
func number(_ index: Int, default other: Int) -> Int {
    CommandLine.arguments.count > index ? Int(CommandLine.arguments[index]) ?? other : other
}

func say(_ line: String) {
    print(line)
    fflush(nil)
}

do {
    switch CommandLine.arguments.dropFirst().first {
    case "crash-loop":
        let seed = UInt64(number(3, default: Int(time(nil))))
        say("seed \(seed)")
        let report = try CrashLoop(seed: seed).run(kills: number(2, default: 200), say: say)
        say("\(report)")
        exit(report.findings.isEmpty ? 0 : 2)
    case "maintenance":
        let seed = UInt64(number(3, default: Int(time(nil))))
        say("seed \(seed)")
        let report = try MaintenanceSiege(seed: seed).run(kills: number(2, default: 100), say: say)
        say("\(report)")
        exit(report.findings.isEmpty ? 0 : 2)
    case "isolation":
        let habits =
            CommandLine.arguments.count > 3 ? CommandLine.arguments[3...].compactMap(Habit.init) : Habit.allCases
        let isolation = try Isolation(megabytes: number(2, default: 300), runs: 6, habits: habits)
        for turn in 1...6 {
            let besieged = turn % 2 == 0
            say("\(besieged ? "besieged" : "alone   ") \(try isolation.run(besieged: besieged))")
        }
        exit(0)
    case "trail-cost":
        let cost = try TrailCost(megabytes: number(2, default: 1024))
        say("\(cost)")
        exit(cost.share < 0.05 ? 0 : 2)
    default:
        say("usage: Besieger crash-loop [KILLS [SEED]] | maintenance [KILLS [SEED]] | isolation [MEGABYTES] | trail-cost [MEGABYTES]")
        exit(64)
    }
} catch {
    say("error: \(error)")
    exit(1)
}

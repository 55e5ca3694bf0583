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
            CommandLine.arguments.count > 4 ? CommandLine.arguments[4...].compactMap(Habit.init) : Habit.allCases
        let pairs = max(number(3, default: 7), 1)
        let isolation = try Isolation(megabytes: number(2, default: 300), runs: 2 * pairs, habits: habits)
        var comparison = Comparison()
        for pair in 1...pairs {
            // Who comes first changes, so that neither always finds the caches warm.
            var runs: [Bool: Isolation.Run] = [:]
            for besieged in pair % 2 == 0 ? [true, false] : [false, true] {
                let run = try isolation.run(besieged: besieged, least: .seconds(10))
                say("\(besieged ? "besieged" : "alone   ") \(run)")
                runs[besieged] = run
            }
            if let alone = runs[false], let besieged = runs[true] { comparison.add(alone: alone, besieged: besieged) }
        }
        let problems = try isolation.reckon()
        for problem in problems { say("finding: \(problem)") }
        func percent(_ part: Double) -> String { "\((part * 1000).rounded() / 10) %" }
        say("a hostile host beside it slows a backup by \(percent(comparison.slowdown)) (median of \(pairs) pairs;")
        say("CPU of gate, ledger and restic: \(percent(comparison.extraCPU)) more); the bound is 20 %")
        say("trail, catalog and store of the honest clients: \(problems.isEmpty ? "whole" : "NOT WHOLE")")
        exit(comparison.slowdown < 0.2 && problems.isEmpty ? 0 : 2)
    case "trail-cost":
        let cost = try TrailCost(megabytes: number(2, default: 1024))
        say("\(cost)")
        exit(cost.share < 0.05 ? 0 : 2)
    default:
        say("usage: Besieger crash-loop [KILLS [SEED]] | maintenance [KILLS [SEED]]")
        say("       Besieger isolation [MEGABYTES [PAIRS [HABIT…]]] | trail-cost [MEGABYTES]")
        exit(64)
    }
} catch {
    say("error: \(error)")
    exit(1)
}

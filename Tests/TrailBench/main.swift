internal import Glibc
internal import Policy
internal import Restic
internal import Trail

// usage: TrailBench FILE [ROWS]
//
// Makes a trail of many rows in FILE (a million where nothing else is said; an existing one is used as it is), and
// prints how long each filter of `postern audit list` takes for a page of 100 rows, from either end.

guard let path = CommandLine.arguments.dropFirst().first else {
    print("usage: TrailBench FILE [ROWS]")
    exit(64)
}
let wanted = CommandLine.arguments.dropFirst(2).first.flatMap { UInt64($0) } ?? 1_000_000
let made = try ContinuousClock().measure { try Fleet(rows: wanted).write(path) }
let reader = try TrailReader(path)
print("\(try reader.last()) rows; making them took \(Stopwatch.milliseconds(made)) ms")
var slowest: Int64 = 0
for (name, filter) in Question.all(try reader.last()) {
    for newestFirst in [false, true] {
        slowest = max(slowest, try Stopwatch(reader).time(name, filter, newestFirst: newestFirst))
    }
}
print("the slowest took \(slowest) ms")
exit(slowest <= 100 ? 0 : 1)

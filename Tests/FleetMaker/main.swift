import Fleet
import Glibc

// Fills a configuration with clients: `FleetMaker CONFIG COUNT`.

let words = CommandLine.arguments.dropFirst()
guard words.count == 2, let configuration = words.first, let count = words.last.flatMap({ Int($0) }), count > 0 else {
    print("usage: FleetMaker CONFIG COUNT")
    exit(64)
}
do {
    try Fleet.add(0..<count, to: configuration)
} catch {
    print("FleetMaker: \(error)")
    exit(1)
}

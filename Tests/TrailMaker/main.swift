internal import Catalog
internal import Glibc
internal import Trail

// By hand, to measure: TrailMaker STATE ROWS makes a trail of so many rows, and the catalog that follows from it.

let words = CommandLine.arguments
guard words.count == 3, let rows = UInt64(words[2]) else {
    print("usage: TrailMaker STATE ROWS")
    exit(64)
}
for folder in ["", "/trail", "/catalog"] { _ = unsafe mkdir(words[1] + folder, 0o700) }
do {
    let trail = try TrailWriter("\(words[1])/trail/audit.sqlite", clock: .system)
    var maker = TrailMaker(trail)
    try maker.fill(upTo: rows)
    let catalog = try Catalog("\(words[1])/catalog/catalog.sqlite")
    try catalog.catchUp(with: try trail.reader())
    trail.checkpoint()
    catalog.checkpoint()
    print("\(trail.last) rows")
} catch {
    print("\(error)")
    exit(1)
}

internal import Trail

/// Times one page of a filter.
struct Stopwatch {
    private let reader: TrailReader

    init(_ reader: TrailReader) { self.reader = reader }

    /// Prints the time of a page, and gives it in milliseconds.
    func time(_ name: String, _ filter: RowFilter, newestFirst: Bool) throws -> Int64 {
        var filter = filter
        filter.newestFirst = newestFirst
        filter.limit = 100
        var rows = 0
        let time = try ContinuousClock().measure {
            try reader.pages(filter) { _, _ in
                rows += 1
                return true
            }
        }
        print("\(Self.milliseconds(time)) ms  \(rows) rows  \(name)\(newestFirst ? ", the last first" : "")")
        return Self.milliseconds(time)
    }

    static func milliseconds(_ time: Duration) -> Int64 {
        time.components.seconds * 1000 + time.components.attoseconds / 1_000_000_000_000_000
    }
}

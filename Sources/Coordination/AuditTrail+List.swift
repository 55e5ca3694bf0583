internal import Trail

extension AuditTrail {
    /// How rows are shown.
    enum Form {
        case json
        /// Lines for people; `folds`: equal refusals in one.
        case rows, folds
    }

    /// Prints rows, the oldest first. Only `last` ones are held in memory.
    func list(_ filter: RowFilter, last: Int?, as form: Form, in world: World) throws {
        let lines = RowLine(world)
        var folding = Folding()
        if form != .json { world.print(lines.title) }
        func show(_ row: Row, _ line: String) throws {
            switch form {
            case .json: world.print(line)
            case .rows: world.print(lines.of(FoldedRow(row, isRetry: try retries.isRetry(row))))
            case .folds:
                folding.take(row, isRetry: try retries.isRetry(row)).forEach { world.print(lines.of($0)) }
            }
        }
        if let last {
            try newest(last, filter).forEach(show)
        } else {
            try reader.pages(filter) { row, line in
                try show(row, line)
                return true
            }
        }
        folding.finish().forEach { world.print(lines.of($0)) }
    }

    /// The last rows that a filter wants, the oldest first.
    func newest(_ count: Int, _ filter: RowFilter) throws -> [(Row, String)] {
        var filter = filter
        (filter.newestFirst, filter.limit) = (true, count)
        var rows: [(Row, String)] = []
        try reader.pages(filter) { row, line in
            rows.append((row, line))
            return true
        }
        return rows.reversed()
    }
}

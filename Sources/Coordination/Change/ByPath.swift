/// Something for each of many files, sorted by their paths: two of these are compared by one walk along both.
struct ByPath<Value: Sendable>: Sendable {
    /// One file's.
    typealias Row = (path: String, value: Value)

    /// Sorted by path; each path once.
    private(set) var rows: [Row] = []

    /// Adds a row. Where rows come in their order, which they mostly do, that takes no search.
    mutating func add(_ path: String, _ value: Value) {
        if let last = rows.last, last.path >= path { self[path] = value } else { rows.append((path, value)) }
    }

    /// Makes room for as many rows.
    mutating func reserve(_ count: Int) { rows.reserveCapacity(count) }

    /// What belongs to a file; `nil`: nothing, and setting that removes it.
    subscript(path: String) -> Value? {
        get {
            let position = position(of: path)
            return isHere(path, position) ? rows[position].value : nil
        }
        set {
            let position = position(of: path)
            switch (isHere(path, position), newValue) {
            case (true, let value?): rows[position].value = value
            case (true, nil): rows.remove(at: position)
            case (false, let value?): rows.insert((path, value), at: position)
            case (false, nil): break
            }
        }
    }

    private func isHere(_ path: String, _ position: Int) -> Bool {
        position < rows.count && rows[position].path == path
    }

    /// Where a path is, or would be.
    private func position(of path: String) -> Int { rows.start { $0.path < path } }
}

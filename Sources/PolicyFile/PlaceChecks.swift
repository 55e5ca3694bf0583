internal import Policy

/// Repositories at one place, or one inside another.
enum PlaceChecks {
    /// All problems of that kind, each said of the inner one, or of the later one by name.
    static func overlaps(_ repositories: [RepositoryOnFile]) -> [PolicyProblem] {
        let sorted = repositories.sorted(by: isBefore)
        var around: [RepositoryOnFile] = []
        var problems: [PolicyProblem] = []
        for inner in sorted {
            // Sorted by folders, what lies around a place are the last ones that overlap with it.
            while let outer = around.last, !outer.repository.place.overlaps(inner.repository.place) {
                around.removeLast()
            }
            if let outer = around.last { problems.append(problem(inner, outer)) }
            around.append(inner)
        }
        return problems
    }

    private static func problem(_ inner: RepositoryOnFile, _ outer: RepositoryOnFile) -> PolicyProblem {
        let isSame = inner.repository.place == outer.repository.place
        return PolicyProblem(
            inner.file, line: inner.line,
            isSame
                ? "\(inner.repository.place) is also the place of \"\(outer.name)\""
                : "\(inner.repository.place) lies inside \(outer.repository.place), the place of \"\(outer.name)\"",
            hint: "a repository has a place of its own, and lies in no other")
    }

    private static func isBefore(_ left: RepositoryOnFile, _ right: RepositoryOnFile) -> Bool {
        let (a, b) = (left.repository.place, right.repository.place)
        if a == b { return left.name < right.name }
        return ([a.storage.description] + a.segments).lexicographicallyPrecedes([b.storage.description] + b.segments)
    }
}

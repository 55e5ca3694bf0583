internal import Policy

/// Where the names stand that a client's table says of other files, for the errors of the checks across files.
struct ClientLines: Hashable {
    private(set) var repositories: [Name: Int] = [:]
    private(set) var paths: [PlaceGlob: Int] = [:]

    /// None at all.
    init() {}

    /// Looks them up; what has the wrong form is left out, since reading the table complains of it.
    init(_ table: Entry) {
        guard case .table(let members) = table.value else { return }
        for member in members {
            guard case .list(let entries) = member.entry.value else { continue }
            for entry in entries {
                guard case .text(let text) = entry.value else { continue }
                if member.key == "repos", let name = Name(text) { repositories[name] = entry.line }
                if member.key == "paths", let glob = try? PlaceGlob(parsing: text) { paths[glob] = entry.line }
            }
        }
    }
}

public import Policy

/// The generated file `places` beside `postern.toml`: which repository's file claims which place, so that a gate need
/// not read all of `repos.d`. One line a repository, `PLACE<TAB>NAME`, sorted; a line that begins with `#` says
/// nothing.
public enum PlacesIndex {
    /// The file's name.
    public static let name = "places"

    /// The whole file for all repositories that have a file. The coordinator writes it, atomically, after each change
    /// in `repos.d`.
    public static func text(of repositories: some Sequence<Repository>) -> String {
        let lines = repositories.map { "\($0.place)\t\($0.name)\n" }.sorted()
        return "# written by postern from repos.d: do not edit\n" + lines.joined()
    }

    /// The repository that claims `place`.
    static func repository(at place: Place, in bytes: [UInt8]) throws(Complaints) -> Name? {
        let start = Array("\(place)\t".utf8)
        for (index, line) in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated()
        where line.starts(with: start) {
            let text = String(decoding: line.dropFirst(start.count), as: UTF8.self)
            guard let name = Name(text) else {
                throw Complaints(index + 1, "\"\(shown(text))\" is not a repository's name", hint: staleHint)
            }
            return name
        }
        return nil
    }

    /// What brings the index up to date.
    static let staleHint = "postern repo add, repo adopt and policy edit write this file anew"
}

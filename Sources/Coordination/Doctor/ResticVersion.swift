/// A version of restic.
struct ResticVersion: Comparable, CustomStringConvertible {
    /// The oldest that maintenance can work with.
    static let oldest = ResticVersion(major: 0, minor: 14, patch: 0)

    let major: Int
    let minor: Int
    let patch: Int

    private init(major: Int, minor: Int, patch: Int) {
        (self.major, self.minor, self.patch) = (major, minor, patch)
    }

    /// Reads the line of `restic version`: `restic 0.14.0 compiled with go1.19.8 on linux/amd64`, or `0.14.0-dev (…)`.
    init?(_ line: String) {
        let words = line.split(separator: " ")
        guard words.count > 1, words[0] == "restic" else { return nil }
        let numbers = words[1].prefix { $0.isNumber || $0 == "." }.split(separator: ".").compactMap { Int($0) }
        guard numbers.count >= 2 else { return nil }
        self.init(major: numbers[0], minor: numbers[1], patch: numbers.count > 2 ? numbers[2] : 0)
    }

    var description: String { "\(major).\(minor).\(patch)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.major, left.minor, left.patch) < (right.major, right.minor, right.patch)
    }
}

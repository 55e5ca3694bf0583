/// What differs between two texts, line by line.
struct TextDiff {
    /// One line of both texts.
    private enum Line {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let line): " " + line
            case .removed(let line): "-" + line
            case .added(let line): "+" + line
            }
        }

        var isChange: Bool {
            switch self {
            case .same: false
            case .removed, .added: true
            }
        }

        var isInOld: Bool {
            switch self {
            case .same, .removed: true
            case .added: false
            }
        }

        var isInNew: Bool {
            switch self {
            case .same, .added: true
            case .removed: false
            }
        }
    }

    private let lines: [Line]
    private static let context = 3

    /// Compares two texts.
    init(_ old: String, _ new: String) {
        let (old, new) = (Self.lines(of: old), Self.lines(of: new))
        let difference = new.difference(from: old)
        let removed = Set(difference.removals.map(\.position))
        let added = Set(difference.insertions.map(\.position))
        var lines: [Line] = []
        var (left, right) = (0, 0)
        while left < old.count || right < new.count {
            if left < old.count, removed.contains(left) {
                lines.append(.removed(old[left]))
                left += 1
            } else if right < new.count, added.contains(right) {
                lines.append(.added(new[right]))
                right += 1
            } else {
                lines.append(.same(old[left]))
                left += 1
                right += 1
            }
        }
        self.lines = lines
    }

    /// The lines of a text; a last line without an end counts as one with it.
    static func lines(of text: String) -> [String] {
        // Scalars, not characters: "\r\n" is one character.
        var lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The differences as `diff -u` prints them, escaped; empty where there are none.
    ///
    /// - Parameter name: what both texts are called.
    /// - Returns: the lines.
    func unified(_ name: String) -> [String] {
        var hunks: [Range<Int>] = []
        for index in lines.indices where lines[index].isChange {
            let range = max(index - Self.context, 0)..<min(index + Self.context + 1, lines.count)
            if let last = hunks.last, last.upperBound >= range.lowerBound {
                hunks[hunks.count - 1] = last.lowerBound..<range.upperBound
            } else {
                hunks.append(range)
            }
        }
        guard !hunks.isEmpty else { return [] }
        let shown = Escaped.text(name)
        return ["--- \(shown) (before)", "+++ \(shown) (after)"]
            + hunks.flatMap { hunk in [head(hunk)] + lines[hunk].map { Escaped.text($0.text) } }
    }

    private func head(_ hunk: Range<Int>) -> String {
        let before = lines[..<hunk.lowerBound]
        func range(_ isIn: (Line) -> Bool) -> String {
            let count = lines[hunk].count(where: isIn)
            let start = before.count(where: isIn) + (count == 0 ? 0 : 1)
            return count == 1 ? "\(start)" : "\(start),\(count)"
        }
        return "@@ -\(range(\.isInOld)) +\(range(\.isInNew)) @@"
    }
}

/// Brings two changes of one text together, as diff3(1) does: what only one of both changed is taken over; where both
/// changed the same lines, both stand there between marks.
struct Merge {
    /// The text that both changes are in.
    let text: String
    /// Whether both changed the same lines.
    let isConflict: Bool

    /// Merges.
    ///
    /// - Parameters:
    ///   - base: the text that both began with.
    ///   - mine: one change.
    ///   - theirs: the other.
    init(base: String, mine: String, theirs: String) {
        let (base, mine, theirs) = (TextDiff.lines(of: base), TextDiff.lines(of: mine), TextDiff.lines(of: theirs))
        let (inMine, inTheirs) = (Self.matches(base, mine), Self.matches(base, theirs))
        var (merged, isConflict) = ([String](), false)
        var (at, left, right) = (0, 0, 0)
        while at < base.count || left < mine.count || right < theirs.count {
            if at < base.count, inMine[at] == left, inTheirs[at] == right {
                merged.append(base[at])
                (at, left, right) = (at + 1, left + 1, right + 1)
                continue
            }
            // Up to the next line that all three have.
            let next = (at..<base.count).first { inMine[$0] != nil && inTheirs[$0] != nil } ?? base.count
            let leftEnd = next < base.count ? inMine[next] ?? mine.count : mine.count
            let rightEnd = next < base.count ? inTheirs[next] ?? theirs.count : theirs.count
            let (old, ours, others) = (base[at..<next], mine[left..<leftEnd], theirs[right..<rightEnd])
            if ours == others || others == old {
                merged += ours
            } else if ours == old {
                merged += others
            } else {
                isConflict = true
                merged += ["<<<<<<< yours"] + ours + ["======="] + others + [">>>>>>> the other admin's"]
            }
            (at, left, right) = (next, leftEnd, rightEnd)
        }
        text = merged.map { $0 + "\n" }.joined()
        self.isConflict = isConflict
    }

    /// Where each line of the base is in the other text; `nil` where it is not.
    private static func matches(_ base: [String], _ other: [String]) -> [Int?] {
        let difference = other.difference(from: base)
        let removed = Set(difference.removals.map(\.position))
        let added = Set(difference.insertions.map(\.position))
        var (matches, position) = ([Int?](), 0)
        for index in base.indices {
            guard !removed.contains(index) else {
                matches.append(nil)
                continue
            }
            while added.contains(position) { position += 1 }
            matches.append(position)
            position += 1
        }
        return matches
    }
}

extension CollectionDifference.Change {
    /// Where it is, in the old text for a removal and in the new one for an insertion.
    var position: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}

/// A pattern of places: `*` stands for any text inside one folder's name, `**` for any number of folders, also none.
public struct PlaceGlob: Hashable, Sendable, CustomStringConvertible {
    /// The storage; it is always named.
    public let storage: Name

    private let segments: [String]

    /// Parses a pattern such as `main:hosts/web*/**`.
    ///
    /// - Throws: ``PlaceError``.
    public init(parsing text: some StringProtocol) throws(PlaceError) {
        let parts = String(text).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let storage = Name(parts[0]) else { throw .noStorage }
        let segments = parts[1].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count <= Place.depth else { throw .tooDeep }
        for segment in segments {
            let literal = String(segment.map { $0 == "*" ? "x" : $0 })
            guard Place.isSegment(literal) else { throw .badSegment(segment) }
            guard !Place.reserved.contains(segment.lowercased()) else { throw .reserved(segment) }
        }
        self.storage = storage
        self.segments = segments
    }

    /// As in the policy.
    public var description: String { "\(storage):\(segments.joined(separator: "/"))" }

    /// Whether `place` is one of those that the pattern stands for.
    public func matches(_ place: Place) -> Bool {
        storage == place.storage && Self.matches(segments[...], place.segments[...])
    }

    /// At most eight folders on either side, so trying all splits of `**` stays small.
    private static func matches(_ pattern: ArraySlice<String>, _ path: ArraySlice<String>) -> Bool {
        guard let first = pattern.first else { return path.isEmpty }
        if first == "**" {
            return (path.startIndex...path.endIndex).contains { matches(pattern.dropFirst(), path[$0...]) }
        }
        guard let folder = path.first else { return false }
        return matches(Array(first.utf8), Array(folder.utf8)) && matches(pattern.dropFirst(), path.dropFirst())
    }

    /// `*` against one folder's name, in linear time: on a mismatch only the last star takes one byte more.
    private static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
        var (p, t) = (0, 0)
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == text[t] {
                (p, t) = (p + 1, t + 1)
            } else if let last = star {
                star = (last.pattern, last.text + 1)
                (p, t) = (last.pattern + 1, last.text + 1)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

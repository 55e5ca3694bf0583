/// One number of a calendar expression: `*`, or numbers and spans of numbers, each with a step if wanted.
struct CalendarField: Hashable, Sendable {
    /// One piece: from `first` every `step` up to `last`.
    struct Piece: Hashable, Sendable {
        let first: Int
        let last: Int
        let step: Int
        /// Whether it has a step and no end.
        var isOpen = false

        func contains(_ number: Int) -> Bool {
            (first...last).contains(number) && (number - first) % step == 0
        }

        /// The same for a number that counts backwards: an open piece goes forward in time, down to 1.
        func containsFromEnd(_ number: Int) -> Bool {
            isOpen
                ? number <= first && (first - number) % step == 0
                : (first...last).contains(number) && (last - number) % step == 0
        }
    }

    /// `nil`: every number.
    private let pieces: [Piece]?

    static let any = CalendarField(pieces: nil)

    static func only(_ number: Int) -> CalendarField {
        CalendarField(pieces: [Piece(first: number, last: number, step: 1)])
    }

    private init(pieces: [Piece]?) { self.pieces = pieces }

    /// Parses `*`, `5`, `1,13`, `1..7/2` or `0/15`, whose numbers are all in `range`.
    ///
    /// - Parameters:
    ///   - text: the field.
    ///   - range: the numbers that it may hold; a step without an end goes to the last of them.
    ///   - number: how a number is read.
    init?(_ text: Substring, in range: ClosedRange<Int>, number: (Substring) -> Int? = { Int(digits: $0) }) {
        guard text != "*" else {
            pieces = nil
            return
        }
        var pieces: [Piece] = []
        for text in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let piece = Self.piece(text, range, number) else { return nil }
            pieces.append(piece)
        }
        self.pieces = pieces
    }

    private static func piece(
        _ text: Substring, _ range: ClosedRange<Int>, _ number: (Substring) -> Int?
    ) -> Piece? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        let ends = span(parts[0])
        guard parts.count <= 2, ends.count <= 2, let first = number(ends[0]), range.contains(first) else { return nil }
        let step = parts.count == 2 ? Int(digits: parts[1]) : nil
        let last = ends.count == 2 ? number(ends[1]) : step == nil ? first : range.upperBound
        guard let last, range.contains(last), last >= first else { return nil }
        guard parts.count == 2 else { return Piece(first: first, last: last, step: 1) }
        guard let step, step > 0, step <= range.upperBound - first else { return nil }
        return Piece(first: first, last: last, step: step, isOpen: ends.count == 1)
    }

    func contains(_ number: Int) -> Bool { pieces?.contains { $0.contains(number) } ?? true }

    /// The same for a number that counts backwards from the end, which is 1.
    func containsFromEnd(_ number: Int) -> Bool { pieces?.contains { $0.containsFromEnd(number) } ?? true }

    /// The two ends of `a..b`, or the text itself.
    static func span(_ text: Substring) -> [Substring] {
        // No search for "..": that would bring the standard library's regular expressions into every program.
        guard let dot = text.firstIndex(of: "."), text[dot...].hasPrefix("..") else { return [text] }
        return [text[..<dot], text[dot...].dropFirst(2)]
    }
}

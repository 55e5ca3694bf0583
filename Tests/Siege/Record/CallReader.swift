/// Reads what `strace -f -y -xx` wrote: one call a line, or two where another thread's call came between.
/// Source: strace(1), "FORMAT".
struct CallReader {
    private let text: [UInt8]
    private let session: Int
    private var position = 0
    private var line: Int
    private var unfinished: [Int: (entered: Int, text: [UInt8])] = [:]
    private var calls: [Call] = []

    /// - Parameters:
    ///   - text: all of the record.
    ///   - session: the number of this session.
    ///   - firstLine: the number of the first line, so that the sessions of one record have one clock.
    init(_ text: [UInt8], session: Int, firstLine: Int) {
        self.text = text
        self.session = session
        line = firstLine
    }

    /// Reads all of it.
    ///
    /// - Returns: the calls in the order in which they began, and the number of the next line.
    consuming func read() throws(SiegeError) -> (calls: [Call], nextLine: Int) {
        while position < text.count {
            var end = position
            while end < text.count, text[end] != Self.newline { end += 1 }
            try read(text[position..<end])
            position = end + 1
            line += 1
        }
        // What was begun and never ended: the thread was killed in it.
        for (thread, begun) in unfinished {
            try add(thread, begun.text + Array(") = ?".utf8), entered: begun.entered, left: .max)
        }
        return (calls.sorted { $0.entered < $1.entered }, line)
    }

    private mutating func read(_ line: ArraySlice<UInt8>) throws(SiegeError) {
        var rest = line
        var thread = 0
        while let digit = rest.first, Self.isDigit(digit) {
            thread = thread * 10 + Int(digit - 48)
            rest = rest.dropFirst()
        }
        rest = rest.drop { $0 == Self.space }
        // "+++ exited", "--- SIGTERM": no calls.
        guard let first = rest.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return }
        if first == UInt8(ascii: "<") {
            guard let begun = unfinished.removeValue(forKey: thread),
                let end = Self.end(of: "resumed>", in: rest)
            else { throw .record("line \(self.line) resumes nothing") }
            try add(thread, begun.text + rest[end...], entered: begun.entered, left: self.line)
        } else if rest.suffix(Self.cut.count).elementsEqual(Self.cut) {
            unfinished[thread] = (self.line, Array(rest.dropLast(Self.cut.count)))
        } else {
            try add(thread, Array(rest), entered: self.line, left: self.line)
        }
    }

    private mutating func add(_ thread: Int, _ text: [UInt8], entered: Int, left: Int) throws(SiegeError) {
        var scanner = CallScanner(text, line: entered)
        let name = try scanner.name()
        let arguments = try scanner.arguments()
        let (result, path) = try scanner.result()
        calls.append(
            Call(
                thread: Call.Thread(session: session, number: thread), name: name, arguments: arguments,
                result: result, resultPath: path, entered: entered, left: left))
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let cut = Array(" <unfinished ...>".utf8)

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

    private static func end(of word: String, in text: ArraySlice<UInt8>) -> Int? {
        let word = Array(word.utf8)
        var start = text.startIndex
        while start + word.count <= text.endIndex {
            if text[start] == word[0], text[start..<(start + word.count)].elementsEqual(word) {
                return start + word.count
            }
            start += 1
        }
        return nil
    }
}

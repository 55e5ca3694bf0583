/// A file of the policy on the way to the disk: comments, and the keys that were given.
struct TOMLText {
    private(set) var text = ""

    /// A line for people.
    mutating func comment(_ line: String) { text += "# \(line)\n" }

    /// An empty line, and the head of a table.
    mutating func table(_ name: String) { text += "\n[\(name)]\n" }

    mutating func add(_ key: String, flag: Bool?) {
        if let flag { line(key, flag ? "true" : "false") }
    }

    mutating func add(_ key: String, count: Int?) {
        if let count { line(key, String(count)) }
    }

    mutating func add(_ key: String, text: String?) {
        if let text { line(key, Self.quoted(text)) }
    }

    /// Nothing where the list is empty.
    mutating func add(_ key: String, list: [String]) {
        if !list.isEmpty { line(key, "[\(list.map(Self.quoted).joined(separator: ", "))]") }
    }

    private mutating func line(_ key: String, _ value: String) { text += "\(key) = \(value)\n" }

    /// A basic string. Source: TOML 1.0, "String".
    static func quoted(_ text: String) -> String {
        let escaped = text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"", "\\": "\\\(scalar)"
            case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": "\\u" + hex(scalar.value)
            default: String(scalar)
            }
        }
        return "\"\(escaped.joined())\""
    }

    private static func hex(_ code: UInt32) -> String {
        let digits = String(code, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

/// A value of JSON whose members keep their order, so that what `--json` prints is stable to the byte. Source: RFC 8259.
enum JSON: Sendable {
    case null
    case flag(Bool)
    case number(UInt64)
    case text(String)
    case list([JSON])
    case object([(name: String, value: JSON)])
    /// A line that is JSON already, as a row of the trail is.
    case verbatim(String)

    /// The text, or null where there is none.
    static func text(_ text: String?) -> JSON { text.map { .text($0) } ?? .null }

    /// A list of texts.
    static func texts(_ texts: [String]) -> JSON { .list(texts.map { .text($0) }) }

    /// In one line, printable ASCII only.
    var line: String {
        switch self {
        case .null: "null"
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): "\(number)"
        case .text(let text): Self.quoted(text)
        case .verbatim(let line): line
        case .list(let values): "[" + values.map(\.line).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.line }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: for unit in String(scalar).utf16 { result += "\\u" + hex(unit) }
            }
        }
        return result + "\""
    }

    private static func hex(_ unit: UInt16) -> String {
        let digits = String(unit, radix: 16)
        return String(repeating: "0", count: 4 - digits.count) + digits
    }
}

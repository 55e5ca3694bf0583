/// Text from outside, made fit for a terminal: what a client sent may neither move the cursor nor forge a line.
enum Escaped {
    /// The text with everything that is not printable ASCII written as `\u{…}`; a backslash is doubled.
    static func text(_ text: some StringProtocol) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case " "..."~": result.unicodeScalars.append(scalar)
            default: result += "\\u{" + String(scalar.value, radix: 16) + "}"
            }
        }
        return result
    }
}

/// Text of somebody else, made fit for a line of a file, a log or a terminal.
///
/// What is left is printable ASCII without quotes, backquotes and backslashes, so it can stand inside quotes anywhere.
/// Each other character, a control or an escape too, becomes one `?`.
enum PrintableText {
    /// Sanitises `text` and cuts it off after `limit` characters.
    static func of(_ text: some StringProtocol, limit: Int) -> String {
        let kept = text.unicodeScalars.prefix(limit).map { isKept($0) ? $0 : "?" }
        var result = String.UnicodeScalarView()
        result.append(contentsOf: kept)
        return String(result)
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "\"", "'", "`", "\\": false
        case " "..."~": true
        default: false
        }
    }
}

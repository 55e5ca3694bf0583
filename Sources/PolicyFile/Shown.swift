/// Text of a file or a folder as it may go to a terminal or a log: printable ASCII as it is, the rest as `\u{…}`, and
/// at most 120 characters of it.
func shown(_ text: String) -> String {
    let escaped = text.unicodeScalars.prefix(120).map { scalar in
        (0x20...0x7e).contains(scalar.value) ? String(scalar) : "\\u{\(String(scalar.value, radix: 16))}"
    }
    return escaped.joined() + (text.unicodeScalars.count > 120 ? "…" : "")
}

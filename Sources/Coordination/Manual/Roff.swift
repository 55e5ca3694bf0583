/// A man page in the making. Source: man(7), groff_man_style(7).
struct Roff {
    private(set) var lines: [String]

    /// Begins a page.
    init(_ name: String, section: Int, about: String) {
        lines = [
            #".\" Made by postern manual from the programs' own help: do not edit."#,
            ".TH \(Self.quoted(name.uppercased())) \(section) \"\" postern Postern", ".SH NAME",
            "\(Self.escaped(name)) \\- \(Self.escaped(about))",
        ]
    }

    /// The head of a section.
    mutating func section(_ title: String) { lines.append(".SH \(Self.quoted(title))") }

    /// The head of a part of a section.
    mutating func subsection(_ title: String) { lines.append(".SS \(Self.quoted(title))") }

    /// A paragraph, which man(1) fills.
    mutating func paragraph(_ text: String) { lines += [".PP", Self.line(text)] }

    /// A word, and what it means.
    mutating func item(_ word: String, _ text: String) {
        lines += [".TP", "\\fB\(Self.escaped(word))\\fP", Self.line(text)]
    }

    /// Lines that stay as they are.
    mutating func verbatim(_ text: [String]) {
        guard !text.isEmpty else { return }
        lines += [".PP", ".nf", ".RS 2"] + text.map(Self.line) + [".RE", ".fi"]
    }

    /// A line that begins with a dot or a quote would be a command.
    private static func line(_ text: String) -> String {
        let escaped = escaped(text)
        return escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped
    }

    private static func quoted(_ text: String) -> String { "\"\(escaped(text).replacing("\"", with: "\\(dq"))\"" }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
    }
}

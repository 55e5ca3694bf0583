/// The man page of a program whose help is plain text: `usage: …`, paragraphs, and heads in capitals.
enum HelpPage {
    static func lines(_ name: String, _ help: String) -> [String] {
        let text = help.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let usage = text.first { $0.hasPrefix("usage: ") }?.dropFirst("usage: ".count) ?? ""
        var page = Roff(name, section: 8, about: "a part of Postern, an append\u{2d}only gateway for restic backups")
        page.section("SYNOPSIS")
        page.verbatim([String(usage)])
        page.section("DESCRIPTION")
        var waiting: [String] = []
        for line in text where !line.hasPrefix("usage: ") {
            if isHead(line) {
                page.verbatim(trimmed(waiting))
                page.section(line)
                waiting = []
            } else {
                waiting.append(line)
            }
        }
        page.verbatim(trimmed(waiting))
        page.section("SEE ALSO")
        page.paragraph("postern(8), postern.toml(5)")
        return page.lines
    }

    private static func isHead(_ line: String) -> Bool {
        !line.isEmpty && line.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) || $0 == 0x20 }
            && line.first != " "
    }

    private static func trimmed(_ lines: [String]) -> [String] {
        Array(lines.drop { $0.isEmpty }.reversed().drop { $0.isEmpty }.reversed())
    }
}

/// How lines for people look: in colours on a terminal, plain everywhere else. The text is escaped before.
struct Style: Sendable {
    /// What a colour says.
    enum Tone: String, CaseIterable, Sendable {
        case plain = ""
        case title = "1"
        case alarm = "31"
        case warning = "33"
        case quiet = "2"
    }

    /// Whether there are colours at all.
    let isColoured: Bool

    /// Puts a line into a colour. Source: ECMA-48, SGR.
    func paint(_ text: String, _ tone: Tone) -> String {
        guard isColoured, tone != .plain, !text.isEmpty else { return text }
        return "\u{1b}[\(tone.rawValue)m\(text)\u{1b}[0m"
    }
}

/// The parts of `--help` that all commands share.
enum Help {
    /// Examples, and how the command ends.
    ///
    /// - Parameters:
    ///   - text: what a person needs to know beside the options; may be empty.
    ///   - examples: whole command lines.
    ///   - found: what it means that the command ends with ``Ending/found``; `nil`: it never does.
    /// - Returns: the text that stands between a command's summary and its usage.
    static func text(_ text: String = "", examples: [String], found: String? = nil) -> String {
        let statuses = [
            (Ending.done, "done"), (.failed, "failed; the line that begins with \"postern: error:\" says why"),
            (.found, found ?? ""), (.usage, "these arguments are wrong"),
            (.badConfiguration, "the configuration is wrong; file and line are told"),
        ]
        let endings = statuses.filter { !$0.1.isEmpty }.map { status, meaning in
            let number = String(status.rawValue)
            return "  " + number + String(repeating: " ", count: 4 - number.utf8.count) + meaning
        }
        let parts = [
            text, "EXAMPLES\n" + examples.map { "  " + $0 }.joined(separator: "\n"),
            "EXIT STATUS\n" + endings.joined(separator: "\n"),
        ]
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}

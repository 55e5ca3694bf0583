internal import ArgumentParser

/// The man page of `postern`: one section with all commands, from the same words as their `--help`.
enum CommandPage {
    /// Columns of the help that is taken over: what man(1) shows on a narrow terminal.
    private static let columns = 78

    static func lines(of root: any ParsableCommand.Type) -> [String] {
        var page = Roff("postern", section: 8, about: root.configuration.abstract)
        page.section("SYNOPSIS")
        page.verbatim(["postern COMMAND [OPTIONS]"])
        page.section("DESCRIPTION")
        page.paragraph(
            "Every command has --config DIR, which says where the configuration folder is (/etc/postern), and --help. "
                + "Those that show something have --json.")
        add(root, ["postern"], to: &page)
        page.section("SEE ALSO")
        page.paragraph("postern.toml(5), postern-gate(8), postern-ledger(8), restic(1), sshd_config(5)")
        return page.lines
    }

    private static func add(_ command: any ParsableCommand.Type, _ names: [String], to page: inout Roff) {
        let subcommands = command.configuration.subcommands
        if names.count == 2, !subcommands.isEmpty { page.section(names.joined(separator: " ").uppercased()) }
        if subcommands.isEmpty {
            if names.count == 2 { page.section(names.joined(separator: " ").uppercased()) }
            page.subsection(names.joined(separator: " "))
            page.paragraph(command.configuration.abstract)
            page.verbatim(help(command))
        }
        for subcommand in subcommands {
            let name = subcommand.configuration.commandName ?? ""
            add(subcommand, names + [name], to: &page)
        }
    }

    /// What `--help` says behind its first line.
    private static func help(_ command: any ParsableCommand.Type) -> [String] {
        let text = Postern.helpMessage(for: command, columns: columns)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return Array(lines.drop { !$0.isEmpty }.drop { $0.isEmpty })
    }
}

internal import ArgumentParser

/// `postern audit …`
struct AuditCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Look at the audit trail.",
        discussion: Help.text(examples: ["postern audit list --outcome refused --since 7d"]),
        subcommands: [AuditListCommand.self])
}

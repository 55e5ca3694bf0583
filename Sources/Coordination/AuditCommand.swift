internal import ArgumentParser

/// `postern audit …`
struct AuditCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Look at the audit trail.",
        discussion: Help.text(examples: [
            "postern audit summary --since 7d", "postern audit list --outcome refused --since yesterday",
        ]),
        subcommands: [
            AuditSummaryCommand.self, AuditListCommand.self, AuditShowCommand.self, AuditSessionsCommand.self,
            AuditTailCommand.self,
        ])
}

internal import ArgumentParser

/// `postern quarantine …`
struct QuarantineCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "Take hostile objects out of a repository, look at them, bring them back.",
        discussion: Help.text(
            examples: [
                "postern quarantine web1 snapshots/5c3f0a1b", "postern quarantine list web1",
                "postern quarantine release web1 4711",
            ]),
        subcommands: [QuarantineAddCommand.self, QuarantineListCommand.self, QuarantineReleaseCommand.self],
        defaultSubcommand: QuarantineAddCommand.self)
}

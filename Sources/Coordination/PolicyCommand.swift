internal import ArgumentParser

/// `postern policy …`
struct PolicyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check, edit and explain the policy, and show how it changed.",
        discussion: Help.text(
            examples: [
                "postern policy check", "postern policy edit clients.d/web1.toml", "postern policy explain web1",
                "postern policy history",
            ], found: "a check found something"),
        subcommands: [
            PolicyCheckCommand.self, PolicyEditCommand.self, PolicyExplainCommand.self, PolicyHistoryCommand.self,
            PolicyDiffCommand.self,
        ])
}

internal import ArgumentParser

/// `postern policy …`
struct PolicyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "policy", abstract: "Check the policy's files.",
        discussion: Help.text(examples: ["postern policy check"], found: "a check found something"),
        subcommands: [PolicyCheckCommand.self])
}

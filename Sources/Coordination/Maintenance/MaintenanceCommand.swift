internal import ArgumentParser

/// `postern maintenance …`
struct MaintenanceCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "maintenance", abstract: "Look at what maintenance did.",
        discussion: Help.text(examples: ["postern maintenance history web1", "postern maintenance show 4711"]),
        subcommands: [MaintenanceHistoryCommand.self, MaintenanceShowCommand.self])
}

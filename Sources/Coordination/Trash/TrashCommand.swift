internal import ArgumentParser

/// `postern trash …`
struct TrashCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "trash", abstract: "What maintenance removed: look at it, bring it back, or remove it for good.",
        discussion: Help.text(
            examples: ["postern trash list web1", "postern trash restore web1 4711", "postern trash purge web1"]),
        subcommands: [TrashListCommand.self, TrashRestoreCommand.self, TrashPurgeCommand.self])
}

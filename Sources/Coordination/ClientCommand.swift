internal import ArgumentParser

/// `postern client …`
struct ClientCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "client", abstract: "Add, show, switch off and remove clients: the hosts that are backed up.",
        discussion: Help.text(
            examples: ["postern client add web1 --repo web1 --create --mint web1.key", "postern client list"]),
        subcommands: [
            ClientAddCommand.self, ClientListCommand.self, ClientShowCommand.self, ClientDisableCommand.self,
            ClientEnableCommand.self, ClientRemoveCommand.self,
        ])
}

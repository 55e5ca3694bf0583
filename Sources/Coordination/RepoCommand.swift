internal import ArgumentParser

/// `postern repo …`
struct RepoCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "repo", abstract: "Add and list repositories.",
        discussion: Help.text(examples: ["postern repo add web1 --at main:hosts/web1", "postern repo list"]),
        subcommands: [
            RepoAddCommand.self, RepoAdoptCommand.self, RepoImportCommand.self, RepoListCommand.self,
            RepoShowCommand.self,
            RepoUsageCommand.self,
        ])
}

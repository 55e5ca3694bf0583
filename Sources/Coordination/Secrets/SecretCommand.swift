internal import ArgumentParser

/// `postern secret …`
struct SecretCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "secret", abstract: "Keep passwords of repositories and credentials of storages, sealed.",
        discussion: Help.text(
            "The policy names secrets (secret:NAME) and never holds one. No command shows what a secret is.",
            examples: ["postern secret set web1", "postern secret list", "postern secret rotate-key"]),
        subcommands: [
            SecretSetCommand.self, SecretListCommand.self, SecretRemoveCommand.self, SecretRotateKeyCommand.self,
        ])
}

internal import ArgumentParser

/// `postern key …`
struct KeyCommand: CommandGroup {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "List, replace and revoke the keys of clients.",
        discussion: Help.text(
            examples: [
                "postern key list", "postern key rotate web1 --mint web1.key --overlap 7d",
                "postern key revoke SHA256:i9XH4wNxvjxhKBwTUoz8dopt+svrQXhRYYAQIP71eT8",
            ]),
        subcommands: [KeyListCommand.self, KeyRotateCommand.self, KeyRevokeCommand.self])
}

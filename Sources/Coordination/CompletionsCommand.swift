internal import ArgumentParser

/// `postern completions`
struct CompletionsCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "completions", abstract: "Print a script that completes postern's words in a shell.",
        discussion: Help.text(
            "make install puts them where the shells look; --generate-completion-script does the same.",
            examples: [
                "postern completions bash >/etc/bash_completion.d/postern",
                "postern completions zsh >/usr/local/share/zsh/site-functions/_postern",
                "postern completions fish >~/.config/fish/completions/postern.fish",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The shell: bash, zsh or fish.", transform: Self.shell)
    var shell: CompletionShell

    func run(in world: World) throws { world.print(Postern.completionScript(for: shell)) }

    private static func shell(_ text: String) throws -> CompletionShell {
        guard let shell = CompletionShell(rawValue: text) else { throw ValidationError("write bash, zsh or fish") }
        return shell
    }
}

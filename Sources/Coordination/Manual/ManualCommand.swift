internal import ArgumentParser

/// `postern manual`
struct ManualCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "manual", abstract: "Print a man page, made from what --help says.",
        discussion: Help.text(
            """
            PAGE is postern, which holds all commands; postern.toml, which holds all keys of the policy; or another \
            program of the package, whose --help is then read from the standard input.
            """,
            examples: [
                "postern manual postern | man -l -",
                "postern manual postern.toml >/usr/local/share/man/man5/postern.toml.5",
                "postern-gate --help | postern manual postern-gate",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The page.")
    var page: String

    func run(in world: World) throws {
        switch page {
        case "postern": CommandPage.lines(of: Postern.self).forEach(world.print)
        case "postern.toml": PolicyPage.lines.forEach(world.print)
        case "postern-gate", "postern-ledger":
            guard let bytes = world.input(1 << 20), !bytes.isEmpty else {
                throw Complaint(
                    "the program's help is missing", hint: "\(page) --help | postern manual \(page)", .usage)
            }
            HelpPage.lines(page, String(decoding: bytes, as: UTF8.self)).forEach(world.print)
        default:
            throw Complaint(
                "there is no page \(Escaped.text(page))",
                hint: "write postern, postern.toml, postern-gate or postern-ledger", .usage)
        }
    }
}

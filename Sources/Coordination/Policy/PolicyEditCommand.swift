internal import ArgumentParser

/// `postern policy edit`
struct PolicyEditCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Edit a file of the policy, as visudo does.",
        discussion: Help.text(
            """
            A copy of the file is opened in VISUAL or EDITOR (else editor, else vi). When the editor has ended, the whole \
            policy is checked with it; then the difference is shown, and the file and what is generated from it are \
            installed together: a gate that starts meanwhile sees the old policy or the new one. On a terminal it asks \
            before it installs. If something is wrong it asks what to do: e edits again, d shows the difference, x \
            discards. If another admin changed the file meanwhile, both changes are brought together, and where they \
            touch the same lines both stand there between marks. Nobody holds a lock while the editor is open.

            FILE is postern.toml, clients.d/NAME.toml, repos.d/NAME.toml or authorized_keys.d/NAME; one that is not there \
            is made.
            """,
            examples: ["postern policy edit clients.d/web1.toml", "EDITOR=nano postern policy edit postern.toml"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The file, by its path in the configuration folder.")
    var file: String

    @Flag(name: .long, help: "Do not ask before it is installed.")
    var yes = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let path = try Self.path(file, office.configuration)
        try PolicyEditing(office: office, path: path, isAgreed: yes || !world.isTerminal).run()
    }

    private static func path(_ file: String, _ configuration: ConfigurationFolder) throws(Complaint) -> String {
        let prefix = configuration.path + "/"
        let path = file.hasPrefix(prefix) ? String(file.dropFirst(prefix.count)) : file
        let isRepository =
            path.hasPrefix(PolicyFiles.repositories + "/") && path.hasSuffix(".toml")
            && !path.dropFirst(PolicyFiles.repositories.count + 1).contains("/")
        guard path == PolicyFiles.gateway || isRepository || PolicyChange.client(of: path) != nil else {
            throw Complaint(
                "\(Escaped.text(file)): this is no file of the policy",
                hint: "write postern.toml, clients.d/NAME.toml, repos.d/NAME.toml or authorized_keys.d/NAME", .usage)
        }
        return path
    }
}

internal import ArgumentParser
internal import Policy
internal import PolicyFile

/// `postern policy check`
struct PolicyCheckCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check all files of the policy, and what was generated from them.",
        discussion: Help.text(
            """
            After an edit by hand, --fix writes the generated files (authorized_keys and places) anew. With --json: an \
            object with the members clients, repos (how many), and stale: the generated files that are out of date.
            """,
            examples: ["postern policy check", "postern policy check --fix"],
            found: "a generated file does not fit the policy; --fix writes it anew"))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Write the generated files anew.")
    var fix = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let (policy, stale) = fix ? try AdminLock.hold(office.configuration) { try repair(office) } : try look(office)
        if json {
            world.print(
                JSON.object([
                    ("clients", .number(UInt64(policy.clients.count))),
                    ("repos", .number(UInt64(policy.repositories.count))), ("stale", .texts(stale)),
                ]).line)
        }
        if let first = stale.first {
            throw Complaint(
                "\(Escaped.text(first)): this generated file does not fit the policy",
                hint: "postern policy check --fix writes it anew", .found)
        }
        if !json {
            world.print(
                "the policy is sound (clients: \(policy.clients.count), repositories: \(policy.repositories.count))")
        }
    }

    private func look(_ office: Office) throws -> (WholePolicy, [String]) {
        let (policy, files) = try generated(office)
        return (policy, try files.filter { try office.content(of: $0.path) != $0.text }.map(\.path))
    }

    private func repair(_ office: Office) throws -> (WholePolicy, [String]) {
        let (policy, files) = try generated(office)
        let stale = try files.filter { try office.content(of: $0.path) != $0.text }
        guard !stale.isEmpty else { return (policy, []) }
        try office.chronicle(policy.settings.gateway).record(.policyChange, "generated files", changing: [:]) {
            for file in stale { try office.install(file.text, as: file.path) }
        }
        return (policy, [])
    }

    private func generated(_ office: Office) throws -> (WholePolicy, [(path: String, text: String)]) {
        let policy = try office.policy()
        let authorizedKeys = try office.authorizedKeys()
        let lines = try authorizedKeys.text(for: policy.clients, try authorizedKeys.read(for: policy.clients))
        let places = PlacesIndex.text(of: policy.repositories)
        return (policy, [(office.configuration.authorizedKeys, lines), (office.configuration.places, places)])
    }
}

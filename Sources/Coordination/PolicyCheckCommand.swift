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
        let (policy, stale) = fix ? try office.hold { try repair(office) } : try look(office)
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
        let plan = try ChangePlan(office, nil)
        let files = [
            (office.configuration.authorizedKeys, plan.roll.text),
            (office.configuration.places, Array((plan.places ?? "").utf8)),
        ]
        return (try office.policy(), try files.filter { try PolicyText.bytes($0) != $1 }.map(\.0))
    }

    private func repair(_ office: Office) throws -> (WholePolicy, [String]) {
        let (policy, stale) = try look(office)
        try office.takeStock(isStale: !stale.isEmpty)
        return (policy, [])
    }
}

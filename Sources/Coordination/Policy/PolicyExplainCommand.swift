internal import ArgumentParser
internal import Calendar
internal import Policy
internal import PolicyFile
internal import Restic
internal import Trail

/// `postern policy explain`
struct PolicyExplainCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: "Say what a client would get, and which line of which file says so.",
        discussion: Help.text(
            """
            COMMAND is what the host's restic makes ssh ask for: "serve restic --stdio NAME"; without it, the client's \
            default repository is meant. The answer comes from the same functions that a gate asks, for a session now, or \
            --at a time, and from any address, or --from one. "built in" is what no file says; "the contract" is what no \
            file can change. Quotas and the limits of a day are counted by the ledger when the session asks.

            With --json: an object with the members client, granted, refusal (or null), repository, at (or null), rules: \
            a list of objects with what, allowed (true, false, or null for a limit), why, key, file, line (or null).
            """,
            examples: [
                #"postern policy explain web1 "serve restic --stdio web1""#,
                "postern policy explain web1 --from 192.0.2.7 --at 03:00",
            ], found: "the session would be refused"))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client.", transform: Words.name)
    var client: Name

    @Argument(help: "What its ssh asks for.")
    var command: String?

    @Option(help: ArgumentHelp("From which address.", valueName: "address"), transform: Words.address)
    var from: Address?

    @Option(help: ArgumentHelp("When it begins (default: now).", valueName: "when"), transform: HumanTime.parsing)
    var at: HumanTime?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let folder = PolicyFolder(try configuration.folder().path)
        guard let policy = try folder.gate(for: client) else { throw NoClient.named(client) }
        let explanation = try Explanation(
            from == nil ? policy.fromAnywhere : policy, folder, try arrival(world))
        json ? world.print(object(explanation).line) : tell(explanation, world)
        if let refusal = explanation.refusal {
            throw Complaint("the session would be refused: \(refusal.explanation.reason)", hint: nil, .found)
        }
    }

    private func arrival(_ world: World) throws -> Arrival {
        var remote = ""
        if let command {
            do throws(ServeCommandError) { remote = try ServeCommand(parsing: command).remote } catch {
                throw Complaint(
                    "a gate would not serve this: \(error)", hint: "see postern policy explain --help", .found)
            }
        }
        let seconds = at.map { $0.moment(in: world).milliseconds / 1000 } ?? world.now()
        let shown = seconds + world.zone.offset(seconds)
        guard let day = Day(Moment(milliseconds: shown * 1000).description.prefix(10)) else {
            throw Complaint("this time is out of range", hint: nil, .usage)
        }
        return Arrival(remote: remote, source: from, time: LocalTime(day: day, minute: Int(shown % 86400 / 60)))
    }

    private func tell(_ explanation: Explanation, _ world: World) {
        if let repository = explanation.repository {
            world.print("the session is let in: the repository \(repository.name) at \(repository.place)")
        }
        let rules = (explanation.refused.map { [$0] } ?? []) + explanation.rules
        var table = Table("MAY", "WHAT", "WHY", "SAID BY")
        for rule in rules {
            table.add(
                rule.isAllowed.map { $0 ? "yes" : "no" } ?? "", rule.what,
                rule.isAllowed == true ? "" : rule.why, Self.said(rule))
        }
        table.lines.forEach(world.print)
    }

    private static func said(_ rule: Explanation.Rule) -> String {
        guard let key = rule.key else { return "the contract" }
        return rule.origin.map { "\(key), \($0)" } ?? "\(key), built in"
    }

    private func object(_ explanation: Explanation) -> JSON {
        .object([
            ("client", .text(client.description)), ("granted", .flag(explanation.refusal == nil)),
            ("refusal", .text(explanation.refusal?.rawValue)), ("repository", .text(explanation.repository?.name)),
            ("at", .text(explanation.repository?.place.description)),
            (
                "rules",
                .list(
                    ((explanation.refused.map { [$0] } ?? []) + explanation.rules).map { rule in
                        .object([
                            ("what", .text(rule.what)), ("allowed", rule.isAllowed.map { .flag($0) } ?? .null),
                            ("why", .text(rule.why)), ("key", .text(rule.key)), ("file", .text(rule.origin?.file)),
                            ("line", rule.origin.map { .number(UInt64($0.line)) } ?? .null),
                        ])
                    })
            ),
        ])
    }
}

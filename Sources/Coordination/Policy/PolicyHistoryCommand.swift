internal import ArgumentParser
internal import Policy
internal import Trail

/// `postern policy history`
struct PolicyHistoryCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "List the changes of the policy: who, when, what, the hash before and after.",
        discussion: Help.text(
            """
            The trail tells it. A change that was made by hand is found, and written down, by the next act that changes \
            something; one that the trail does not tell shows as a gap: the hash before it is not the one after the \
            change before. The hash is that of all files of the policy: what sha256sum prints for postern.toml and each \
            file of authorized_keys.d, clients.d and repos.d, sorted by path, hashed again.

            With --json: a list of objects with the members row, at (in UTC), actor, byHand, action, object, before, \
            after, files (a list of objects with path, before, after: the hash of the file, or null).
            """,
            examples: ["postern policy history", "postern policy history clients.d/web1.toml --last 10"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "Only changes of this file, by its path in the configuration folder.")
    var file: String?

    @Option(help: ArgumentHelp("Only the last ones.", valueName: "count"), transform: Words.count)
    var last: Int?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let all = try PolicyRow.all(try AuditTrail(try configuration.folder()))
        let wanted = all.enumerated().filter { _, row in file == nil || row.files.contains { $0.path == file } }
        let shown = last.map { Array(wanted.suffix($0)) } ?? Array(wanted)
        if json { return world.print(JSON.list(shown.map { $0.element.json() }).line) }
        var table = Table("ROW", "AT", "WHO", "ACTION", "OBJECT", "BEFORE", "AFTER", "FILES")
        for (index, change) in shown {
            if file == nil, index > 0, all[index - 1].after != change.before {
                table.add(
                    "", "", "", "a change that the trail does not tell", "", Self.short(all[index - 1].after),
                    Self.short(change.before), "")
            }
            table.add(
                "\(change.row.seq)", world.zone.text(change.row.at), change.actor, change.row.entry.action.rawValue,
                change.row.entry.object, Self.short(change.before), Self.short(change.after),
                change.files.map(\.path).joined(separator: ","))
        }
        table.lines.forEach(world.print)
    }

    private static func short(_ hash: String) -> String { String(hash.prefix(10)) }
}

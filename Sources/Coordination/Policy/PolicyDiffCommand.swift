internal import ArgumentParser
internal import Policy
internal import Trail

/// `postern policy diff`
struct PolicyDiffCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Show what a change of the policy changed, line by line.",
        discussion: Help.text(
            """
            Without a number: the last change. --by-hand shows what somebody changed by hand and no act of postern has \
            taken up yet. Every content that a file had is kept in history/copies of the configuration folder.

            With --json: the object of policy history, whose files also have diff, a list of lines; with --by-hand a list \
            of objects with path and diff.
            """,
            examples: ["postern policy diff", "postern policy diff 4711", "postern policy diff --by-hand"],
            found: "with --by-hand: somebody changed something by hand"))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The change's row, as policy history shows it.", transform: Words.number)
    var row: UInt64?

    @Flag(help: "What was changed by hand and is not taken up yet.")
    var byHand = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        if byHand { return try showEdits(office) }
        let all = try PolicyRow.all(try AuditTrail(office.configuration))
        guard let change = row.map({ number in all.first { $0.row.seq == number } }) ?? all.last else {
            let text = row.map { "the row \($0) tells of no change of the policy" } ?? "the trail tells of no change"
            throw Complaint(text, hint: "postern policy history lists them")
        }
        let copies = Copies(path: office.configuration.copies)
        var differences: [String: [String]] = [:]
        for file in change.files { differences[file.path] = try Self.difference(file, copies) }
        if json { return world.print(change.json(differences).line) }
        let entry = change.row.entry
        world.print(
            "row \(change.row.seq), \(world.zone.text(change.row.at)), \(Escaped.text(change.actor)): "
                + "\(entry.action.rawValue) \(Escaped.text(entry.object))")
        world.print("policy \(change.before) -> \(change.after)")
        for file in change.files { differences[file.path]?.forEach(world.print) }
    }

    private static func difference(_ file: PolicyRow.File, _ copies: Copies) throws -> [String] {
        var texts: [String] = []
        for sum in [file.before, file.after] {
            guard let sum else {
                texts.append("")
                continue
            }
            guard let content = try copies.content(sum) else {
                return ["\(Escaped.text(file.path)): there is no copy of \(sum) any more"]
            }
            texts.append(String(decoding: content, as: UTF8.self))
        }
        return TextDiff(texts[0], texts[1]).unified(file.path)
    }

    private func showEdits(_ office: Office) throws {
        let standing = try Standing(office.configuration, gate: try office.gate())
        guard standing.registered != nil else {
            throw Complaint(
                "it is not known what the policy was before", hint: "postern policy check --fix takes note of it")
        }
        let copies = Copies(path: office.configuration.copies)
        let edits = try standing.byHand.sorted { $0.key < $1.key }.map { path, edit in
            let old = try edit.before.map { try copies.content($0) ?? [] } ?? []
            let (before, after) = (
                String(decoding: old, as: UTF8.self), String(decoding: edit.content ?? [], as: UTF8.self)
            )
            return (path, TextDiff(before, after).unified(path))
        }
        if json {
            office.world.print(JSON.list(edits.map { .object([("path", .text($0)), ("diff", .texts($1))]) }).line)
        } else {
            edits.flatMap(\.1).forEach(office.world.print)
        }
        guard edits.isEmpty else {
            throw Complaint(
                "\(Amount.count(UInt64(edits.count), "file")) changed by hand",
                hint: "postern policy check --fix takes it up, and writes it down", .found)
        }
    }
}

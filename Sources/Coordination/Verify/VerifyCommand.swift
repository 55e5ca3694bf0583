internal import ArgumentParser
internal import Policy

/// `postern verify`
struct VerifyCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Read all that came into a repository since the last run, and find the lies in it.",
        discussion: Help.text(
            """
            Each new pack is read once: its header, and every piece of it, which must hash to its id. Index files are held \
            against what the packs really hold; index, snapshot and key files that nobody can read are found too. Each \
            finding names the object, the client, the session and the time. Hosts go on meanwhile. With --repair, which \
            waits for hosts as prune does: what is true is kept, also where it lies in a lying pack alone, and the rest is \
            quarantined; a scheduled verify and every prune do that by themselves. \(UpkeepOptions.form) Its member \
            findings has an object each: object, flaws, text, client, session, received.
            """,
            examples: ["postern verify web1", "postern verify web1 --repair", "postern verify web1 --json"],
            found: "something was found; with --repair, it is quarantined"))

    @OptionGroup var options: UpkeepOptions

    @Flag(help: "Keep what is true, and quarantine the rest.")
    var repair = false

    func run(in world: World) throws {
        let report = try options.upkeep(in: world).report(repair ? .repair : .verify)
        if !options.json { report.text.split(separator: "\n").forEach { world.print(Escaped.text($0)) } }
        try options.show(report, in: world)
    }
}

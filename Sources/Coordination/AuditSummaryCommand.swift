internal import ArgumentParser
internal import PolicyFile
internal import Trail

/// `postern audit summary`
struct AuditSummaryCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "summary", abstract: "Tell what happened, what is unusual first.",
        discussion: Help.text(
            """
            Unusual is: refusals, by reason; a client that has been silent for longer than its max_silence, or than \
            twice its habit; clients, addresses and keys that were never seen before; reads, uploads and numbers of \
            snapshots far above those of the four times before of the same length; sessions that died; acts that failed. \
            Then what admins did, and the totals of each client. docs/audit.md says what exactly each line means.

            \(HumanTime.forms)

            With --json: an object with the members since, until, findings (a list of objects with kind, client, reason \
            or null, count, row or null, text), retries, admin (the last 50 rows, as they are stored), adminActs (how \
            many there are), clients (a list of objects with client, sessions, died, snapshots, bytesIn, bytesOut, \
            refusals). Times are in UTC.
            """,
            examples: ["postern audit summary --since 7d", "postern audit summary --since yesterday --until today"]))

    @OptionGroup var configuration: ConfigurationOption

    @OptionGroup var window: TimeWindow

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let folder = try configuration.folder()
        let trail = try AuditTrail(folder)
        let now = Moment(milliseconds: world.now() * 1000)
        let until = window.until?.moment(in: world) ?? now
        let week: Int64 = 7 * 86_400_000
        let since = window.since?.moment(in: world) ?? Moment(milliseconds: until.milliseconds - week)
        guard since < until else { throw Complaint("--since is not before --until", .usage) }
        var policy: WholePolicy?
        do throws(PolicyFileError) {
            policy = try PolicyFolder(folder.path).all()
        } catch {
            world.say("postern: warning: the policy is wrong, so max_silence is not looked at")
            world.say("postern: hint: postern policy check")
        }
        let summary = try Summary(Span(since: since, until: until), policy, trail, now: now)
        json ? world.print(summary.json.line) : SummaryText(summary, world).lines.forEach(world.print)
    }
}

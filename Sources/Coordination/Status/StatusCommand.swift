internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Trail

/// `postern status`
struct StatusCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show on one screen how the gateway and its clients stand.",
        discussion: Help.text(
            """
            Of many clients those are shown that need a look, and those whose last backup is the oldest; --all shows \
            each. A client is silent where its last backup is longer ago than its max_silence. REFUSED counts the last \
            24 hours. With --check the exit status is 2 if the ledger does not run, a storage is not there or below its \
            floor, or a client is silent.

            With --json: an object with the members ok, problems (a list of sentences), ledger (running or not), \
            openSessions, rows, lastRow (a time in UTC or null), repositories (how many), storages (a list of objects \
            with name, root, free, total, floor (bytes), problem), clients (a list of objects with name, state (ok, off \
            or silent), lastBackup, lastSession (times in UTC or null), refusals, maxSilence).
            """,
            examples: ["postern status", "postern status --check || mail -s 'postern: look' root </dev/null"],
            found: "with --check: something is wrong"))

    /// Clients that fit a screen beside all else.
    private static let screen = 20

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "End with 2 if something is wrong.")
    var check = false

    @Flag(help: "Show all clients.")
    var all = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let status = try GatewayStatus(office)
        json ? world.print(Self.object(status).line) : show(status, world)
        guard check, let first = status.problems.first else { return }
        let more = status.problems.count - 1
        throw Complaint(first + (more > 0 ? ", and \(more) more" : ""), hint: "postern status shows all", .found)
    }

    private func show(_ status: GatewayStatus, _ world: World) {
        let style = Style(isColoured: world.hasColours)
        var table = Table.plain()
        let sessions = status.openSessions.map { ", \(Amount.count(UInt64($0), "open session"))" } ?? ""
        table.add(escaped: ["ledger", status.ledger ?? "running\(sessions)"])
        let last = status.trail?.last.map { ", the last \(world.zone.text($0))" } ?? ""
        table.add(escaped: ["trail", status.trail.map { "\($0.rows) rows\(last)" } ?? "there is none yet"])
        for storage in status.storages { table.add(escaped: ["storage \(storage.name)", storage.words]) }
        table.add(escaped: [
            "policy",
            "sound (clients: \(status.policy.clients.count), repositories: \(status.policy.repositories.count))",
        ])
        table.lines.forEach(world.print)
        world.print("")
        for problem in status.problems { world.print(style.paint("! \(Escaped.text(problem))", .alarm)) }
        if !status.problems.isEmpty { world.print("") }
        clients(status, world, style)
    }

    private func clients(_ status: GatewayStatus, _ world: World, _ style: Style) {
        let sorted = status.clients.sorted { Self.rank($0) < Self.rank($1) }
        let shown = all ? sorted : Array(sorted.prefix(Self.screen))
        func time(_ moment: Moment?) -> String { moment.map { world.zone.text($0) } ?? "never" }
        var table = Table("CLIENT", "STATE", "LAST BACKUP", "LAST SESSION", "REFUSED")
        for one in shown {
            table.add(
                one.client.name.description, one.state, time(one.lastBackup), time(one.lastSession), "\(one.refusals)")
        }
        for (index, line) in table.lines.enumerated() {
            let tone: Style.Tone = index == 0 ? .title : shown[index - 1].silence == nil ? .plain : .alarm
            world.print(style.paint(line, tone))
        }
        if sorted.count > shown.count { world.print("and \(sorted.count - shown.count) more: postern status --all") }
    }

    /// What needs a look first, then the oldest backup.
    private static func rank(_ one: ClientStatus) -> (Int, Int64, String) {
        let group = one.silence != nil ? 0 : one.refusals > 0 ? 1 : one.client.disabled ? 3 : 2
        return (group, one.lastBackup?.milliseconds ?? 0, one.client.name.description)
    }

    private static func object(_ status: GatewayStatus) -> JSON {
        .object([
            ("ok", .flag(status.problems.isEmpty)), ("problems", .texts(status.problems)),
            ("ledger", .flag(status.ledger == nil)),
            ("openSessions", status.openSessions.map { .number(UInt64($0)) } ?? .null),
            ("rows", status.trail.map { .number($0.rows) } ?? .null),
            ("lastRow", .text(status.trail?.last?.description)),
            ("repositories", .number(UInt64(status.policy.repositories.count))),
            ("storages", .list(status.storages.map(\.json))), ("clients", .list(status.clients.map(\.json))),
        ])
    }
}

internal import ArgumentParser
internal import Policy
internal import PolicyFile
internal import Restic
internal import ResticFiles
internal import Retention
internal import Trail

/// `postern snapshots REPO`
struct SnapshotsCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "snapshots",
        abstract: "The snapshots of a repository: what each says of itself, and what is known of it.",
        discussion: Help.text(
            """
            RECEIVED is the gateway's own clock; OWN TIME is the host's word. TRUST is trusted, suspect (it counts for \
            nothing in retention) or unreadable, and why. With --json: a list of objects with the members id, received, \
            time, host, paths, tags, client, session, trust, reasons.
            """, examples: ["postern snapshots web1", "postern snapshots web1 --suspect --json"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Flag(help: "Only those that are not trusted.")
    var suspect = false

    @Flag(help: "Print JSON.")
    var json = false

    /// A snapshot, whether it can be read or not.
    private struct Line {
        let name: FileName
        let snapshot: Snapshot?
        let origin: Provenance.Origin?
        let trust: String
        let reasons: [String]
        /// The session that brought it; `nil` for what was imported.
        var session: UInt64? { origin.flatMap { $0.session > 0 ? $0.session : nil } }
    }

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let repository = try office.repository(name, in: policy)
        let lines = try lines(of: repository, office, policy).filter { !suspect || $0.trust != "trusted" }
        if json { return world.print(JSON.list(lines.map(Self.object)).line) }
        var table = Table("ID", "RECEIVED", "OWN TIME", "HOST", "PATHS", "CLIENT", "SESSION", "TRUST", "WHY")
        for line in lines {
            table.add(
                String(line.name.hex.prefix(8)), line.origin?.at.map { world.zone.text($0) } ?? "",
                line.snapshot.map { world.zone.text(Self.moment($0.claimed)) } ?? "",
                line.snapshot?.host ?? "",
                (line.snapshot?.paths ?? []).joined(separator: " "),
                line.origin?.client ?? "", line.session.map { "\($0)" } ?? "", line.trust,
                line.reasons.joined(separator: "; "))
        }
        table.lines.forEach(world.print)
    }

    private func lines(of repository: Repository, _ office: Office, _ policy: WholePolicy) throws -> [Line] {
        let shelf = try SnapshotShelf(office, policy, repository)
        let trust = Trust(tolerance: policy.settings.gateway.tolerance, clients: policy.clients)
        let provenance = try Provenance(state: policy.settings.gateway.state, of: repository.place)
        let readable = try shelf.snapshots.sorted { $0.time < $1.time }.compactMap { snapshot -> Line? in
            guard let name = FileName(snapshot.id) else { return nil }
            let suspicions = trust.suspicions(of: snapshot)
            return Line(
                name: name, snapshot: snapshot, origin: try provenance.origin(of: .file(.snapshots, name)),
                trust: suspicions.isEmpty ? "trusted" : "suspect", reasons: suspicions.map(\.description))
        }
        return try readable
            + shelf.unreadable.map { entry in
                Line(
                    name: entry.name, snapshot: nil, origin: try provenance.origin(of: .file(.snapshots, entry.name)),
                    trust: "unreadable", reasons: [entry.why.words])
            }
    }

    private static func object(_ line: Line) -> JSON {
        .object([
            ("id", .text(line.name.hex)), ("received", .text(line.origin?.at?.description)),
            ("time", .text(line.snapshot.map { moment($0.claimed).description })), ("host", .text(line.snapshot?.host)),
            ("paths", .texts(line.snapshot?.paths ?? [])), ("tags", .texts(line.snapshot?.tags ?? [])),
            ("client", .text(line.origin?.client)), ("session", line.session.map { .number($0) } ?? .null),
            ("trust", .text(line.trust)), ("reasons", .texts(line.reasons)),
        ])
    }

    private static func moment(_ instant: Instant) -> Moment { Moment(milliseconds: instant.seconds * 1000) }
}

internal import ArgumentParser
internal import Sandbox

/// `postern doctor`
struct DoctorCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look whether the gateway is well, and say what to do where it is not.",
        discussion: Help.text(
            """
            Each line says good, bad or cannot tell; below what is bad stands a command that mends it. It changes nothing: in \
            the storages it makes an empty folder and removes it again. Run it as root, or much of it cannot be told. With \
            --json: an object with the members well and checks, a list of objects with the members check, verdict (good, bad \
            or cannot tell), text, and do (a command, or null).
            """,
            examples: ["postern doctor", "postern doctor --json", "postern doctor --sshd-config /srv/ssh/sshd_config"],
            found: "something is bad"))

    @OptionGroup var configuration: ConfigurationOption

    @Option(
        name: .customLong("sshd-config"),
        help: ArgumentHelp(
            "The configuration of the sshd that serves the gateway (default: sshd's own).", valueName: "file"))
    var sshdConfiguration: String?

    @Flag(help: "Print JSON.")
    var json = false

    /// What `doctor` starts to see whether a process can be confined. Nobody else needs it.
    @Flag(name: .customLong("confine-yourself"), help: .hidden)
    var confinesItself = false

    func run(in world: World) throws {
        guard !confinesItself else { return world.print(try Confinement.required.enter(.refusingGate).level.rawValue) }
        let folder = try configuration.folder()
        let patient = Patient(folder, sshdConfiguration: try sshdConfiguration.map { try AbsolutePath.of($0) }, world)
        var results: [(name: String, verdict: Verdict)] = []
        for checkup in Checkups.all {
            let verdicts = checkup.look(at: patient).map { (checkup.name, $0) }
            results += verdicts
            if !json { for (name, verdict) in verdicts { Self.tell(name, verdict, world) } }
        }
        let bad = results.filter { $0.verdict.mend != nil }
        if json { world.print(Self.json(results, well: bad.isEmpty)) }
        guard !bad.isEmpty else { return }
        throw Complaint(
            bad.count == 1 ? "1 thing is bad" : "\(bad.count) things are bad",
            hint: "do what stands below each, then run postern doctor\(patient.option) again", .found)
    }

    private static func tell(_ name: String, _ verdict: Verdict, _ world: World) {
        let style = Style(isColoured: world.hasColours)
        let tone: Style.Tone =
            switch verdict {
            case .good: .plain
            case .bad: .alarm
            case .unknown: .warning
            }
        world.print(style.paint(padded(verdict.word, 13) + padded(name, 10) + verdict.text, tone))
        if let mend = verdict.mend { world.print(padded("", 13) + padded("do:", 10) + mend) }
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(width - text.utf8.count, 0))
    }

    private static func json(_ results: [(name: String, verdict: Verdict)], well: Bool) -> String {
        let checks = results.map { name, verdict in
            JSON.object([
                ("check", .text(name)), ("verdict", .text(verdict.word)), ("text", .text(verdict.text)),
                ("do", .text(verdict.mend)),
            ])
        }
        return JSON.object([("well", .flag(well)), ("checks", .list(checks))]).line
    }
}

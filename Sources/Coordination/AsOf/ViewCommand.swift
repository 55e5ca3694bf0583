internal import ArgumentParser
internal import Glibc
internal import Maintenance
internal import Policy
internal import Trail

/// `postern view REPO`
struct ViewCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "view", abstract: "Read a repository with restic, as it is or as it was.",
        discussion: Help.text(
            """
            Nothing can be changed through it. Without RESTIC words it prints how to start restic and keeps the view open \
            until Ctrl-C, so that no maintenance removes anything meanwhile; restic then asks for the password. With them \
            it runs restic itself, with the gateway's own key. \(HumanTime.forms)
            """,
            examples: [
                "postern view web1 --as-of 'yesterday 14:00'", "postern view web1 -- snapshots",
                "postern view web1 --as-of 2026-11-20 -- ls latest /srv",
            ]))

    @OptionGroup var options: ViewOptions

    @Flag(help: ArgumentHelp("Be the program that restic starts.", visibility: .hidden))
    var stdio = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("What restic is to do.", valueName: "restic"))
    var words: [String] = []

    func run(in world: World) throws {
        let subject = try options.subject(in: world)
        if stdio { return try serve(subject) }
        if words.isEmpty { return try hold(subject, world) }
        try subject.office.maintain(.view, subject.repository, subject.gateway) { run in
            var order = ResticOrder(
                reading: ["--no-lock"] + words,
                password: try subject.office.password(of: subject.repository, subject.gateway), of: subject.repository,
                asOf: subject.asOf)
            order.output = STDOUT_FILENO
            let result = try run.restic(order)
            result.errors.split(separator: "\n").forEach { world.say(Escaped.text($0)) }
            guard result.status == 0 else {
                throw Complaint("restic ended with \(result.status)", hint: nil)
            }
            return ((), [])
        }
    }

    /// Keeps the view open, and says how to use it.
    private func hold(_ subject: ViewOptions.Subject, _ world: World) throws {
        try subject.office.maintain(.view, subject.repository, subject.gateway) { _ in
            var view = [world.executable, "view", subject.repository.name, "--stdio"]
            view += ["--config", subject.office.configuration.path]
            if let moment = options.asOf?.moment(in: world) { view += ["--as-of", moment.description] }
            world.print(
                "restic -o rclone.program=\"\(view.joined(separator: " "))\" -o rclone.args= "
                    + "-r rclone: --no-lock --no-cache snapshots")
            world.say("postern: the view stays open until Ctrl-C")
            while world.wait(60_000) {}
            return ((), [])
        }
    }

    /// Hands restic's pipes to a gate.
    private func serve(_ subject: ViewOptions.Subject) throws {
        try subject.office.maintain(.view, subject.repository, subject.gateway) { run in
            try run.serve(
                hiding: subject.asOf?.hidden ?? [], lending: subject.asOf?.lent ?? [:], input: STDIN_FILENO,
                output: STDOUT_FILENO)
            return ((), [])
        }
    }
}

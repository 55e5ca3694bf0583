internal import ArgumentParser
internal import Glibc
internal import Linux
internal import Maintenance
internal import Policy

/// `postern restore REPO`
struct RestoreCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restore files on the gateway, as they are or as they were.",
        discussion: Help.text(
            """
            restic writes below the target folder, which must be new or empty, as the user postern; with --owners it \
            runs as root, and the files get their owners back. With --as-of nothing that was received later exists, so \
            whatever a host added since does not matter. \(HumanTime.forms)
            """,
            examples: [
                "postern restore web1 --target /var/tmp/web1",
                "postern restore web1 --as-of 'yesterday 14:00' --target /var/tmp/web1 --owners",
                "postern restore web1 4bba301e --path /srv --include /srv/www --target /var/tmp/web1",
            ]))

    @OptionGroup var options: ViewOptions

    @Argument(help: ArgumentHelp("Which snapshot.", valueName: "snapshot"))
    var snapshot = "latest"

    @Option(help: ArgumentHelp("Where the files go.", valueName: "folder"))
    var target: String

    @Option(parsing: .singleValue, help: ArgumentHelp("The latest snapshot of this host.", valueName: "name"))
    var host: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("The latest snapshot of this path.", valueName: "path"))
    var path: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Only these files; may be repeated.", valueName: "pattern"))
    var include: [String] = []

    @Option(parsing: .singleValue, help: ArgumentHelp("Not these files; may be repeated.", valueName: "pattern"))
    var exclude: [String] = []

    @Flag(help: "Give the files their owners back: restic runs as root.")
    var owners = false

    @Flag(help: "Read again what was written, and compare.")
    var verify = false

    func validate() throws {
        guard !snapshot.hasPrefix("-") else { throw ValidationError("\(snapshot) is no snapshot") }
    }

    func run(in world: World) throws {
        let subject = try options.subject(in: world)
        let folder = try AbsolutePath.of(target)
        let account = subject.office.accounts.isRoot && !owners ? subject.office.accounts.gates : nil
        try prepare(folder, account)
        try subject.office.maintain(.view, subject.repository, subject.gateway) { run in
            var order = ResticOrder(
                reading: ["restore", "--no-lock", snapshot, "--target", folder] + selection,
                password: try subject.office.password(of: subject.repository, subject.gateway), of: subject.repository,
                asOf: subject.asOf)
            order.keepsUser = owners
            order.changing = [folder]
            let progress = GateProgress("restore of \(Escaped.text(subject.repository.name))", in: world)
            defer { progress.finish() }
            let result = try run.restic(order) { progress.tell($0) }
            result.output.split(separator: "\n").forEach { world.print(Escaped.text($0)) }
            result.errors.split(separator: "\n").forEach { world.say(Escaped.text($0)) }
            guard result.status == 0 else {
                throw Complaint(
                    "restic ended with \(result.status); what it has written is in \(Escaped.text(folder))",
                    hint: "its words stand above")
            }
            return ((), [])
        }
        world.print("restored into \(Escaped.text(folder))")
    }

    private var selection: [String] {
        host.flatMap { ["--host", $0] } + path.flatMap { ["--path", $0] } + include.flatMap { ["--include", $0] }
            + exclude.flatMap { ["--exclude", $0] } + (verify ? ["--verify"] : [])
    }

    /// Makes the folder, for whoever restic runs as.
    private func prepare(_ folder: String, _ account: Accounts.Account?) throws(Complaint) {
        if unsafe mkdir(folder, 0o700) != 0 {
            guard errno == EEXIST else { throw Complaint(SystemCallError("mkdir", errno), at: folder) }
            guard try FolderList.names(in: folder).isEmpty else {
                throw Complaint(
                    "\(Escaped.text(folder)) is not empty", hint: "name a new folder: nothing is overwritten", .usage)
            }
        }
        if let account, unsafe chown(folder, account.user, account.group) != 0 {
            throw Complaint(SystemCallError("chown", errno), at: folder)
        }
    }
}

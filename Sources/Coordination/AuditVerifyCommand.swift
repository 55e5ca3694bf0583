internal import ArgumentParser
internal import Audit
internal import Policy
internal import PolicyFile
internal import Seals
internal import Trail

/// `postern audit verify`
struct AuditVerifyCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Recompute the trail from its rows, and say what is wrong with it.",
        discussion: Help.text(
            """
            Every row, the tree over all of them, all checkpoints, the shape of the database, and the catalog. Somebody \
            who was root could have made all of this anew, with the key: bring a checkpoint that was kept on another \
            machine, and the verifier key. With --json: an object with the members sound, rows, root, sealed, \
            checkpoints, key, defects (each with damage, row and text) and notes.
            """,
            examples: [
                "postern audit verify", "postern audit verify --checkpoint copy/checkpoint --store",
                "postern audit verify --checkpoint copy/log --verifier 'gw.example.org/postern+1f2e3d4c+AQ...'",
            ],
            found: "something is wrong; the first line tells the kind of damage and the first bad row"))

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: ArgumentHelp("A checkpoint, or many, that was kept elsewhere.", valueName: "file"))
    var checkpoint: String?

    @Option(help: ArgumentHelp("The public key, where that of the state folder may be forged.", valueName: "key"))
    var verifier: String?

    @Flag(help: "Compare the trail with what lies in the repositories too.")
    var store = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let folder = PolicyFolder(try configuration.folder().path)
        var verification = Verification(AuditedState(try folder.gateway().state))
        verification.checkpoints = try checkpoint.map { try AbsolutePath.of($0) }
        if let verifier {
            guard let key = VerifierKey(verifier) else {
                throw Complaint(
                    "this is no verifier key: \(Escaped.text(verifier))",
                    hint: "it is the line in checkpoints/verifier of the state folder: NAME+ID+KEY", .usage)
            }
            verification.key = key
        }
        if store {
            let policy = try folder.all()
            verification.stores = AuditedStores(
                storages: policy.settings.gateway.storages, places: policy.repositories.map(\.place))
        }
        let progress = Progress("verifying rows", in: world)
        let report = try verification.run { progress.advance() }
        progress.finish()
        if json { world.print(Self.json(report)) } else { Self.lines(report).forEach(world.print) }
        if let first = report.defects.first {
            let row = first.row.map { ", first at row \($0)" } ?? ""
            throw Complaint(
                "the trail is damaged: \(first.damage.rawValue)\(row)", hint: "docs/audit-format.md says what to do",
                .found)
        }
    }

    private static func lines(_ report: Report) -> [String] {
        var lines = report.defects.map(\.description) + report.notes.map { "note: \($0)" }
        lines.append("\(report.rows) rows" + (report.root.map { ", root \($0)" } ?? ""))
        if let key = report.key {
            lines.append(
                "\(report.sealed) of them sealed, \(report.checkpoints) checkpoints of \(Escaped.text("\(key.name)"))")
        }
        if report.isSound { lines.append("the trail is sound") }
        return lines
    }

    private static func json(_ report: Report) -> String {
        let defects = report.defects.map { defect in
            JSON.object([
                ("damage", .text(defect.damage.rawValue)), ("row", defect.row.map { .number($0) } ?? .null),
                ("text", .text(defect.text)),
            ])
        }
        return JSON.object([
            ("sound", .flag(report.isSound)), ("rows", .number(report.rows)), ("root", .text(report.root?.description)),
            ("sealed", .number(report.sealed)), ("checkpoints", .number(UInt64(report.checkpoints))),
            ("key", .text(report.key?.description)), ("defects", .list(defects)), ("notes", .texts(report.notes)),
        ]).line
    }
}

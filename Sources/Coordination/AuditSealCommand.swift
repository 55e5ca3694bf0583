internal import ArgumentParser
internal import Audit
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Seals
internal import Trail

/// `postern audit seal`
struct AuditSealCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "seal", abstract: "Sign what the trail is now, so that nobody can change it later unseen.",
        discussion: Help.text(
            """
            A timer does this (postern-seal.timer). The first seal makes the signing key, which only root can read. The \
            signed checkpoint goes into the folder checkpoints of the state folder; a copy of it on another machine shows \
            later that this one's trail was not cut or made anew. With --json: an object with the members sealed, origin, \
            size, root and new.
            """,
            examples: ["postern audit seal", "postern audit seal --origin backup.example.org/postern"],
            found: "the trail is damaged, and nothing was signed"))

    @OptionGroup var configuration: ConfigurationOption

    @Option(
        help: ArgumentHelp(
            "What the trail is called, when the key is made (default: this machine's name, then /postern).",
            valueName: "name"))
    var origin: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let gateway = try PolicyFolder(office.configuration.path).gateway()
        let state = AuditedState(gateway.state)
        try state.seals.prepare()
        let signer = try signer(state.seals, world)
        let chronicle = office.chronicle(gateway)
        do throws(AuditError) {
            tell(try Sealing(state).seal(with: signer), state, chronicle, world)
        } catch {
            let name = signer.verifier.name.description
            if error.isDamage { chronicle.note(.auditSeal, name, .failed, reason: "\(error)") }
            throw error
        }
    }

    private func signer(_ seals: SealFolder, _ world: World) throws -> SignerKey {
        if let signer = try seals.signer() {
            guard origin == nil || origin == signer.verifier.name.description else {
                throw Complaint(
                    "the trail has a name already: \(Escaped.text(signer.verifier.name.description))",
                    hint: "run postern audit seal without --origin")
            }
            return signer
        }
        let wanted = origin.map { KeyName($0) } ?? KeyName(host: HostName.own)
        guard let name = wanted else {
            throw Complaint(
                "this is no name for a trail: \(Escaped.text(origin ?? HostName.own))",
                hint: "--origin takes a URL without https:// and without spaces and +, as gateway.example.org/postern",
                .usage)
        }
        let signer = try seals.makeSigner(named: name)
        world.say("postern: made the signing key \(Escaped.text(seals.key))")
        world.say("postern: hint: keep a copy of its public half elsewhere: \(Escaped.text("\(signer.verifier)"))")
        return signer
    }

    private func tell(
        _ outcome: Sealing.Outcome, _ state: AuditedState, _ chronicle: Chronicle, _ world: World
    ) {
        switch outcome {
        case .sealed(let checkpoint, let new):
            let details = [("size", "\(checkpoint.size)"), ("root", "\(checkpoint.root)")]
            chronicle.note(.auditSeal, checkpoint.origin, details: details.map { AdminAct.Detail($0.0, $0.1) })
            if json { return world.print(Self.json(checkpoint, new: new)) }
            world.print("sealed \(checkpoint.size) rows, \(new) of them new: \(Escaped.text(state.seals.newest))")
        case .nothingNew(let checkpoint):
            if json { return world.print(Self.json(checkpoint, new: 0)) }
            world.print("nothing new to seal; \(checkpoint?.size ?? 0) rows are sealed")
        }
    }

    private static func json(_ checkpoint: Checkpoint?, new: UInt64) -> String {
        JSON.object([
            ("sealed", .flag(new > 0)), ("origin", .text(checkpoint?.origin)),
            ("size", .number(checkpoint?.size ?? 0)), ("root", .text(checkpoint?.root.description)),
            ("new", .number(new)),
        ]).line
    }
}

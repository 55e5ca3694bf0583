internal import ArgumentParser
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Secrets

/// `postern secret rotate-key`
struct SecretRotateKeyCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "rotate-key", abstract: "Seal all secrets anew, with new keys.",
        discussion: Help.text(
            """
            Both vaults get a new key of their own. It may be cut at any moment: every secret can be opened then, and giving \
            it again ends what was begun. A key that systemd brings as a credential is yours to change: put the new key's \
            line above the old one, run this, then take the old line away (docs/secrets-format.md). With --json: an object \
            with the members coordinator and gates: how many secrets were sealed anew, or null where there are none.
            """, examples: ["postern secret rotate-key"]))

    @OptionGroup var configuration: ConfigurationOption

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let gateway = try PolicyFolder(office.configuration.path).gateway()
        var results: [(Vault.Kind, Rotation?)] = []
        try office.hold {
            for kind in Vault.Kind.allCases {
                let vault = Vault(kind, state: gateway.state)
                results.append((kind, try rotate(vault, office.chronicle(gateway))))
            }
        }
        guard !json else {
            let members = results.map { kind, rotation in
                (kind.rawValue, rotation.map { JSON.number(UInt64($0.resealed)) } ?? .null)
            }
            return world.print(JSON.object(members).line)
        }
        for (kind, rotation) in results { world.print(Self.line(kind, rotation)) }
    }

    /// There is a row only where there is something to do.
    private func rotate(_ vault: Vault, _ chronicle: Chronicle) throws -> Rotation? {
        guard try !vault.secrets().isEmpty else { return nil }
        var rotation: Rotation?
        try chronicle.record(.secretRotate, vault.kind.rawValue) { rotation = try vault.rotate() }
        return rotation
    }

    private static func line(_ kind: Vault.Kind, _ rotation: Rotation?) -> String {
        guard let rotation else { return "\(kind.rawValue): no secrets" }
        let end = rotation.finishedEarlier ? ", which ended a rotation that had been cut" : ""
        return "\(kind.rawValue): \(rotation.resealed) secrets sealed anew\(end)"
    }
}

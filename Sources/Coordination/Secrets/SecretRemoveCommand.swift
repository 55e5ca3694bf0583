internal import ArgumentParser
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Secrets

/// `postern secret remove`
struct SecretRemoveCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Remove a secret that the policy does not name.",
        discussion: Help.text(
            "What was removed cannot be brought back: it asks first.",
            examples: ["postern secret remove web1", "postern secret remove web1 --yes"]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The secret's name.", transform: Words.name)
    var name: Name

    @Flag(help: "Do not ask.")
    var yes = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        _ = try vault(office)
        try Question.ask("the secret \(name) is removed", isAnswered: yes, in: world)
        try office.hold {
            let (vault, gateway) = try vault(office)
            let details = [AdminAct.Detail("kind", vault.kind.rawValue)]
            try office.chronicle(gateway).record(.secretRemove, name.description, details: details) {
                try vault.remove(name)
            }
        }
        world.print("removed the secret \(name)")
    }

    /// The vault that has it, where nothing keeps it from being removed.
    private func vault(_ office: Office) throws -> (Vault, Gateway) {
        let policy = try office.policy()
        if let use = SecretUse.all(in: policy).first(where: { $0.name == name }) {
            throw Complaint(
                "the policy names the secret \"\(name)\": \(use.text)",
                hint: "take it out of the policy first: \(file(use))")
        }
        let gateway = policy.settings.gateway
        let vaults = Vault.Kind.allCases.map { Vault($0, state: gateway.state) }
        guard let vault = vaults.first(where: { $0.contains(name) }) else {
            throw Complaint("there is no secret \"\(name)\"", hint: "postern secret list shows their names")
        }
        return (vault, gateway)
    }

    private func file(_ use: SecretUse) -> String {
        switch use.user {
        case .repository(let repository): "password in repos.d/\(repository.name).toml, or in [defaults.repo]"
        case .repositoryDefaults: "password in [defaults.repo] of postern.toml"
        case .storage(let name): "credentials of [storage.\(name)] in postern.toml"
        }
    }
}

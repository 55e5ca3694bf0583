internal import ArgumentParser
internal import LedgerWire
internal import Policy
internal import PolicyFile
internal import Secrets
internal import Sodium

/// `postern secret set`
struct SecretSetCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Seal a secret, or give the gateway a key of its own to a repository.",
        discussion: Help.text(
            """
            The secret comes from the standard input (its last end of line is left off), or from a question on the terminal \
            that shows nothing. There is no option for it: command lines and environments can be read by others.

            Where the secret is a repository's password (--repo, or a file in repos.d names it), what is asked for is a \
            password that opens the repository now. With it restic makes a key of the gateway's own, under a random \
            password; that one is sealed, and yours is forgotten. The key's id goes into repos.d/NAME.toml.
            """,
            examples: [
                "postern secret set --repo web1", "pass show restic/web1 | postern secret set --repo web1",
                "postern secret set cloud --gates < credentials",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The secret's name (default with --repo: the repository's).", transform: Words.name)
    var name: Name?

    @Option(help: ArgumentHelp("The repository whose password it is.", valueName: "name"), transform: Words.name)
    var repo: Name?

    @Flag(help: "It is for gates: the credentials of a storage that the policy does not name yet.")
    var gates = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let wish = try SecretWish(name: name, repository: repo, isForGates: gates, policy)
        try wish.refuseTwin(in: policy.settings.gateway)
        switch wish.purpose {
        case .plain(let kind): try seal(wish.name, kind, office, policy.settings.gateway)
        case .password(let repository):
            try GatewayKey(
                repository: repository, secret: wish.name, office: office, gateway: policy.settings.gateway
            ).make()
        }
    }

    private func seal(_ name: Name, _ kind: Vault.Kind, _ office: Office, _ gateway: Gateway) throws {
        let world = office.world
        let secret = try world.secret("secret \(name): ", "once more: ")
        let details = [AdminAct.Detail("kind", kind.rawValue)]
        try office.hold {
            try office.chronicle(gateway).record(.secretSet, name.description, details: details) {
                try Vault(kind, state: gateway.state).set(name, to: secret, now: world.now())
            }
        }
        world.print("sealed the secret \(name) (\(kind.rawValue))")
    }
}

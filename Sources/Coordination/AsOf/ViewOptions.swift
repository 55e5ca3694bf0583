internal import ArgumentParser
internal import Policy
internal import PolicyFile

/// The options of what reads a repository as it is, or as it was.
struct ViewOptions: ParsableArguments {
    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: ArgumentHelp("The repository.", valueName: "repository"))
    var name: String

    @Option(
        help: ArgumentHelp("As it was then: only what had been received by that moment exists.", valueName: "when"),
        transform: HumanTime.parsing)
    var asOf: HumanTime?

    /// What is read, where.
    struct Subject {
        let office: Office
        let policy: WholePolicy
        let repository: Repository
        /// As it was; `nil`: as it is.
        let asOf: AsOf?

        var gateway: Gateway { policy.settings.gateway }
    }

    /// Finds the repository, and what it consisted of.
    func subject(in world: World) throws -> Subject {
        let office = Office(configuration: try configuration.folder(), world: world)
        let policy = try office.policy()
        let repository = try office.repository(name, in: policy)
        let gateway = policy.settings.gateway
        let storage = try office.storage(of: repository, gateway)
        let view = try asOf.map { try AsOf($0.moment(in: world), repository, in: storage, state: gateway.state) }
        if let view, view.unexplained > 0 {
            world.say(
                "postern: warning: \(view.unexplained) objects are left out, since nobody knows when they were received"
            )
            world.say("postern: hint: postern audit verify --store names them; postern repo import gives them rows")
        }
        return Subject(office: office, policy: policy, repository: repository, asOf: view)
    }
}

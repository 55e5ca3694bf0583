internal import ArgumentParser
internal import Linux
internal import Policy
internal import PolicyFile

/// `postern init`: makes a gateway.
struct InitCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make the folders and the first files of a gateway.",
        discussion: Help.text(
            """
            What is there stays as it is; what is missing is made, and owners and modes are set. On a real gateway root \
            runs this, and the users postern and postern-ledger exist. With --state or --storage it makes a trial, where all \
            belongs to whoever runs it.
            """,
            examples: [
                "postern init", "postern init --config ~/trial/etc --state ~/trial/state --storage ~/trial/storage",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Option(help: ArgumentHelp("The state folder (default: \(Self.standardState)).", valueName: "dir"))
    var state: String?

    @Option(
        help: ArgumentHelp("The folder of the storage \"main\" (default: \(Self.standardStorage)).", valueName: "dir"))
    var storage: String?

    static let standardState = "/var/lib/postern"
    static let standardStorage = "/srv/postern"

    func run(in world: World) throws {
        let folder = try configuration.folder()
        let isTrial = state != nil || storage != nil
        let accounts =
            NewGateway.exists(folder.gateway)
            ? Accounts.inUse(by: folder) : isTrial ? Accounts.ofATrial() : Accounts.ofThisMachine()
        let gateway = try plan(folder, accounts)
        for plan in gateway.policyFolders { try plan.make() }
        try AdminLock.hold(folder) {
            var written: [String] = []
            let chronicle = Chronicle(socket: gateway.state + "/run/ledger.sock", isExpected: false, world: world)
            try chronicle.record(.initialise, folder.path) {
                for plan in gateway.workFolders { try plan.make() }
                written = try gateway.writeFiles()
            }
            report(gateway, written, accounts, world)
        }
    }

    /// The gateway as its own file tells, or a new one as the options tell.
    private func plan(_ folder: ConfigurationFolder, _ accounts: Accounts) throws -> NewGateway {
        let state = try self.state.map { try AbsolutePath.of($0) }
        let storage = try self.storage.map { try AbsolutePath.of($0) }
        guard NewGateway.exists(folder.gateway) else {
            return NewGateway(
                configuration: folder, state: state ?? Self.standardState, storage: storage ?? Self.standardStorage,
                accounts: accounts)
        }
        let gateway = try PolicyFolder(folder.path).gateway()
        let roots = gateway.storages.values.compactMap { storage in
            switch storage {
            case .local(let root, _): root
            case .s3: nil as String?
            }
        }
        guard state == nil || state == gateway.state, storage.map(roots.contains) ?? true else {
            throw Complaint(
                "\(Escaped.text(folder.gateway)): the gateway is there, with another state or storage folder",
                hint: "edit that file, then run postern init without --state and --storage")
        }
        return NewGateway(configuration: folder, state: gateway.state, storage: nil, accounts: accounts)
    }

    private func report(_ gateway: NewGateway, _ written: [String], _ accounts: Accounts, _ world: World) {
        for path in written { world.print("wrote \(Escaped.text(path))") }
        world.print("the gateway is set up in \(Escaped.text(gateway.configuration.path))")
        if !accounts.isRoot || !accounts.missing.isEmpty {
            world.print("this is a trial of one user; for a real gateway see docs/operations.md")
        }
        let config = gateway.configuration.unusualPath.map { " --config \(Escaped.text($0))" } ?? ""
        world.print("next: postern-ledger\(config)   (or: systemctl start postern-ledger)")
        world.print("then: postern repo add NAME --at main:NAME\(config)")
    }
}

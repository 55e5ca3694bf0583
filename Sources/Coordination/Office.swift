internal import Catalog
internal import Keys
internal import Policy
internal import PolicyFile

/// Where the policy is read and changed.
struct Office {
    let configuration: ConfigurationFolder
    let world: World
    /// The users that the gateway was made for.
    var accounts: Accounts { .inUse(by: configuration) }

    /// All of the policy.
    ///
    /// - Parameter proposed: files by their path in the folder, as if they were there already; `nil`: as if they were gone.
    /// - Returns: the policy with them.
    /// - Throws: ``Complaint`` with all that is wrong, so that nothing wrong is ever installed.
    func policy(with proposed: [String: String?] = [:]) throws -> WholePolicy {
        do throws(PolicyFileError) {
            return try PolicyFolder(configuration.path, proposed: proposed.mapValues { $0.map { Array($0.utf8) } })
                .all()
        } catch {
            // What was sound before is not the configuration's fault.
            let isOurs = !proposed.isEmpty && (try? PolicyFolder(configuration.path).all()) != nil
            throw Complaint(
                policy: error, isOurs ? .failed : .badConfiguration,
                proposed: proposed.keys.map { "\(configuration.path)/\($0)" })
        }
    }

    /// The lines for sshd.
    func authorizedKeys() throws(Complaint) -> AuthorizedKeys {
        AuthorizedKeys(configuration: configuration, gate: try GateProgram.path(beside: world.executable))
    }

    /// The trail, for acts that need a gateway which is set up.
    func chronicle(_ gateway: Gateway) -> Chronicle {
        Chronicle(socket: "\(gateway.state)/run/ledger.sock", world: world)
    }

    /// The sessions that are open now.
    func liveSessions() throws -> LiveSessions {
        let gateway = try PolicyFolder(configuration.path).gateway()
        return LiveSessions(socket: "\(gateway.state)/run/ledger.sock", world: world)
    }

    /// What follows from the trail; `nil` where there is no catalog, or none of this version.
    func holdings() throws -> Holdings? {
        let gateway = try PolicyFolder(configuration.path).gateway()
        return try? Holdings("\(gateway.state)/catalog/catalog.sqlite")
    }

    /// Puts a file of the policy in place.
    func install(_ text: String, as path: String) throws(Complaint) {
        try PolicyText.write(text, to: path, accounts)
    }

    /// What a file of the policy holds; `nil` where there is none.
    func content(of path: String) throws(Complaint) -> String? { try PolicyText.read(path) }
}

internal import ArgumentParser
internal import Keys
internal import LedgerWire
internal import Linux
internal import Policy
internal import PolicyFile

/// `postern key revoke`
struct KeyRevokeCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Take a key away: no login from now on, and its open sessions end.",
        discussion: Help.text(
            """
            The line for sshd goes first, then the sessions: the ledger ends those of the key, and those of the client \
            whose key is not known; a gate that does not go within five seconds is killed. On a terminal the command asks \
            first. With --json: an object with the members fingerprint, client, ended (the numbers of the sessions, or \
            null where the ledger could not be asked).
            """,
            examples: [
                "postern key revoke SHA256:i9XH4wNxvjxhKBwTUoz8dopt+svrQXhRYYAQIP71eT8", "postern key list web1",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The key's fingerprint, as key list and ssh-keygen -l print it.", transform: Words.fingerprint)
    var fingerprint: String

    @Flag(name: .long, help: "Do not ask.")
    var yes = false

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let owner = try owner(office)
        // In an emergency a script must not wait for an answer.
        if world.isTerminal {
            try Question.ask("the key \(fingerprint) of \(owner) is revoked", isAnswered: yes, in: world)
        }
        try office.hold {
            var file = try office.authorizedKeys().file(of: owner) ?? KeyFile()
            guard file.remove(fingerprint: fingerprint) != nil else { throw unknown }
            let text = file.text
            try office.commit(
                PolicyChange(
                    action: .keyRevoke, object: owner.description,
                    files: [PolicyChange.keys(of: owner): text.isEmpty ? nil : text],
                    details: [AdminAct.Detail("key", fingerprint)]))
        }
        let reason = "the key is revoked"
        let ended = try office.liveSessions().end(
            Dismissal(client: owner.description, key: fingerprint, reason: reason))
        report(owner, ended, world)
    }

    /// Whose it is, by the generated lines, or else by all files.
    private func owner(_ office: Office) throws -> Name {
        let path = office.configuration.authorizedKeys
        if NewGateway.exists(path) {
            do throws(SystemCallError) {
                if let found = try KeyRollSearch(path).find(fingerprint), let name = Name(found.client) { return name }
            } catch {
                throw Complaint(error, at: path)
            }
        }
        let files = try office.authorizedKeys().read(for: try office.policy().clients)
        guard
            let owner = files.first(where: { $0.value.entries.contains { $0.key.fingerprint == fingerprint } })?.key
        else { throw unknown }
        return owner
    }

    private var unknown: Complaint {
        Complaint("no client has the key \(fingerprint)", hint: "postern key list shows all of them")
    }

    private func report(_ owner: Name, _ ended: [UInt64]?, _ world: World) {
        if json {
            return world.print(
                JSON.object([
                    ("fingerprint", .text(fingerprint)), ("client", .text(owner.description)),
                    ("ended", ended.map { .list($0.map { .number($0) }) } ?? .null),
                ]).line)
        }
        world.print("the key \(fingerprint) of \(owner) is revoked")
        if let ended, !ended.isEmpty {
            world.print("\(Amount.count(UInt64(ended.count), "open session")) of it ended")
        }
    }
}

internal import ArgumentParser
internal import Keys
internal import LedgerWire
internal import Policy
internal import PolicyFile

/// `postern key rotate`
struct KeyRotateCommand: Errand {
    static let configuration = CommandConfiguration(
        commandName: "rotate", abstract: "Give a client a new key; its old ones end when the overlap is over.",
        discussion: Help.text(
            """
            The new key works at once. Each old key that would work longer gets an expiry, and sshd refuses it from then \
            on; keys that are over already are taken out. With --overlap 0s the old keys end now; sessions that are open \
            go on: use key revoke to end them. With --json: an object with the members client, fingerprint, oldKeysEnd (a \
            time in UTC, or null if there were none).
            """,
            examples: [
                "postern key rotate web1 --mint web1.key", "postern key rotate web1 --pubkey - --overlap 2d <key.pub",
            ]))

    @OptionGroup var configuration: ConfigurationOption

    @Argument(help: "The client's name.", transform: Words.name)
    var client: Name

    @OptionGroup var newKey: NewKeyOptions

    @Option(
        help: ArgumentHelp("How long the old keys still work.", valueName: "duration"), transform: Words.duration)
    var overlap = Duration.seconds(7 * 86400)

    @Flag(help: "Print JSON.")
    var json = false

    func run(in world: World) throws {
        let office = Office(configuration: try configuration.folder(), world: world)
        let now = world.now()
        let end = try KeyTime(secondsSinceEpoch: now + overlap.components.seconds)
        var hadKeys = false
        let key = try newKey.take(comment: client.description, world) { key, keep in
            try office.hold {
                guard try PolicyFolder(office.configuration.path).gate(for: client) != nil else {
                    throw NoClient.named(client)
                }
                var file = try office.authorizedKeys().file(of: client) ?? KeyFile()
                for entry in file.entries where entry.expires.map({ $0.secondsSinceEpoch <= now }) ?? false {
                    _ = file.remove(fingerprint: entry.key.fingerprint)
                }
                hadKeys = !file.entries.isEmpty
                file.expireAll(at: end)
                try file.add(key, added: try KeyTime(secondsSinceEpoch: now))
                try office.commit(
                    PolicyChange(
                        action: .keyAdd, object: client.description,
                        files: [PolicyChange.keys(of: client): file.text],
                        details: [
                            AdminAct.Detail("key", key.fingerprint),
                            AdminAct.Detail("oldKeysEnd", hadKeys ? "\(end)" : "-"),
                        ]), first: keep)
            }
        }
        report(key, end: hadKeys ? end : nil, world)
    }

    private func report(_ key: PublicKey, end: KeyTime?, _ world: World) {
        if json {
            return world.print(
                JSON.object([
                    ("client", .text(client.description)), ("fingerprint", .text(key.fingerprint)),
                    ("oldKeysEnd", .text(end?.description)),
                ]).line)
        }
        world.print("client \(client) has the new key \(key.fingerprint)")
        if let end { world.print("its old keys work until \(end)") }
        if let mint = newKey.mint {
            world.print("on \(client), put \(Escaped.text(mint)) in the place of ~/.ssh/postern, and keep no copy")
        }
    }
}

internal import Keys
internal import LedgerWire
internal import Policy
internal import PolicyFile

/// A client that is being added.
struct Newcomer {
    let office: Office
    let file: ClientFile

    /// Adds the client with its first key, under the admins' lock.
    ///
    /// Whatever moment it is cut at, the same act done again finishes it: the private key comes first, since a key
    /// that nobody holds is worth nothing; then the policy; the line that lets the key in comes last.
    ///
    /// - Parameters:
    ///   - key: the key, which no other client may have.
    ///   - keep: puts the private half away, if there is one.
    /// - Returns: the client as the policy has it.
    /// - Throws: why it was not added; nothing has changed then, unless a write failed.
    func add(_ key: PublicKey, keep: () throws -> Void) throws -> Client {
        try AdminLock.hold(office.configuration) {
            let old = try office.content(of: path)
            guard old == nil || old == file.text else { throw exists }
            let policy = try office.policy(with: ["clients.d/\(file.name).toml": file.text])
            let keys = try keys(with: key, policy.clients)
            let lines = try office.authorizedKeys().text(for: policy.clients, keys.all)
            let isThere =
                try old != nil && keys.isThere && office.content(of: office.configuration.authorizedKeys) == lines
            guard !isThere, let client = policy.clients.first(where: { $0.name == file.name }) else { throw exists }
            try office.chronicle(policy.settings.gateway).record(
                .clientAdd, file.name.description,
                changing: [
                    "clients.d/\(file.name).toml": file.text, "authorized_keys.d/\(file.name)": keys.own.text,
                ],
                details: [AdminAct.Detail("key", key.fingerprint)]
            ) {
                try keep()
                try office.install(file.text, as: path)
                try office.install(keys.own.text, as: "\(office.configuration.keys)/\(file.name)")
                try office.install(lines, as: office.configuration.authorizedKeys)
            }
            return client
        }
    }

    private var path: String { "\(office.configuration.clients)/\(file.name).toml" }

    private var exists: Complaint {
        Complaint("there is a client \"\(file.name)\" already", hint: "postern client list shows what it may open")
    }

    /// All keys with the new one, and whether it was there before.
    private func keys(
        with key: PublicKey, _ clients: [Client]
    ) throws -> (all: [Name: KeyFile], own: KeyFile, isThere: Bool) {
        var all = try office.authorizedKeys().read(for: clients)
        if let other = all.first(where: { $0.key != file.name && $0.value.entry(of: key) != nil })?.key {
            throw Complaint(
                "the key \(key.fingerprint) belongs to the client \(other)", hint: "each client has a key of its own")
        }
        var own = all[file.name] ?? KeyFile()
        let isThere = own.entry(of: key) != nil
        guard own.entries.isEmpty || isThere else { throw exists }
        if !isThere { try own.add(key, added: try KeyTime(secondsSinceEpoch: office.world.now())) }
        all[file.name] = own
        return (all, own, isThere)
    }
}

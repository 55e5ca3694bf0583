internal import Keys
internal import LedgerWire
internal import Linux
internal import Policy
internal import PolicyFile

/// A client that is being added.
struct Newcomer {
    let office: Office
    let file: ClientFile

    /// Adds the client with its first key, under the admins' lock.
    ///
    /// Whatever moment it is cut at, the client is there or it is not; the private key comes first, since a key that
    /// nobody holds is worth nothing.
    ///
    /// - Parameters:
    ///   - key: the key, which no other client may have.
    ///   - keep: puts the private half away, if there is one.
    /// - Returns: the client as the policy has it.
    /// - Throws: why it was not added; nothing has changed then, unless a write failed.
    func add(_ key: PublicKey, keep: () throws -> Void) throws -> Client {
        try office.hold {
            let path = PolicyChange.file(of: file.name)
            let old = try office.content(of: "\(office.configuration.path)/\(path)")
            let keys = try keys(with: key)
            let isThere = try old == nil ? false : keys.isThere && isInRoll(key)
            guard old == nil || old == file.text, !isThere else { throw exists }
            try office.commit(
                PolicyChange(
                    action: .clientAdd, object: file.name.description,
                    files: [path: file.text, PolicyChange.keys(of: file.name): keys.own.text],
                    details: [AdminAct.Detail("key", key.fingerprint)]), first: keep)
            guard let client = try PolicyFolder(office.configuration.path).gate(for: file.name)?.client else {
                throw exists
            }
            return client
        }
    }

    private var exists: Complaint {
        Complaint("there is a client \"\(file.name)\" already", hint: "postern client list shows what it may open")
    }

    /// Its keys with the new one, and whether it was there before.
    private func keys(with key: PublicKey) throws -> (own: KeyFile, isThere: Bool) {
        var own = try office.authorizedKeys().file(of: file.name) ?? KeyFile()
        let isThere = own.entry(of: key) != nil
        guard own.entries.isEmpty || isThere else { throw exists }
        if !isThere { try own.add(key, added: try KeyTime(secondsSinceEpoch: office.world.now())) }
        return (own, isThere)
    }

    private func isInRoll(_ key: PublicKey) throws -> Bool {
        let path = office.configuration.authorizedKeys
        guard NewGateway.exists(path) else { return false }
        do throws(SystemCallError) { return try KeyRollSearch(path).find(key.fingerprint) != nil } catch {
            throw Complaint(error, at: path)
        }
    }
}

internal import LedgerWire
internal import Maintenance
internal import Policy
internal import PolicyFile
internal import Secrets
internal import Sodium

/// The gateway's own restic key to a repository: made with a password that opens it now, under a random password that is
/// sealed. What was asked for is forgotten.
struct GatewayKey {
    let repository: Repository
    let secret: Name
    let office: Office
    let gateway: Gateway

    /// Makes it, and has it written into the repository's file.
    ///
    /// Whenever it is cut, the secret opens the repository, since the key of before goes last. A key that nobody has the
    /// password of may be left there.
    ///
    /// - Throws: ``Complaint`` where the password opens nothing.
    func make() throws {
        let password = try office.world.secret("password of the repository \(repository.name): ", nil)
        let fresh = try SecretBytes.random(count: 32).hexadecimal()
        let key = try office.maintain(.key, repository, gateway) { run in
            let keys = ResticKeys(run)
            let key = try keys.add(fresh, openingWith: password, hint: nil)
            try office.hold { try keep(fresh, key) }
            try retire(key, keys, fresh)
            return (key, [AdminAct.Detail("resticKey", key)])
        }
        let world = office.world
        world.print("sealed the secret \(secret) (\(Vault.Kind.coordinator.rawValue)): the password of a new key")
        world.print("the new key is \(key.prefix(8)), as repos.d/\(repository.name).toml says")
        world.print("the password that you gave is not kept")
    }

    /// Seals the new password and names it in the policy, with one row for both.
    private func keep(_ fresh: borrowing SecretBytes, _ key: String) throws {
        guard let name = Name(repository.name) else {
            throw Complaint("the repository has no file", hint: "postern repo adopt gives it one")
        }
        let path = PolicyChange.file(ofRepository: name)
        let whole = "\(office.configuration.path)/\(path)"
        guard let text = try office.content(of: whole) else {
            throw Complaint("\(Escaped.text(whole)) is gone", hint: "postern repo list shows what is there")
        }
        let named = try PolicyEdit.password(SecretReference(name: secret)).applied(to: text, file: whole)
        let edited = try PolicyEdit.key(key).applied(to: named, file: whole)
        let details = [
            AdminAct.Detail("kind", Vault.Kind.coordinator.rawValue), AdminAct.Detail("repo", repository.name),
            AdminAct.Detail("resticKey", key),
        ]
        let change = PolicyChange(
            action: .secretSet, object: secret.description, files: [path: edited], details: details)
        let vault = Vault(.coordinator, state: gateway.state)
        let now = office.world.now()
        try office.commit(change) { try vault.set(secret, to: fresh, now: now) }
    }

    /// Takes the gateway's key of before out of the repository, into its trash.
    private func retire(_ key: String, _ keys: ResticKeys, _ fresh: borrowing SecretBytes) throws {
        guard let old = repository.key, !key.hasPrefix(old) else { return }
        do { try keys.remove(old, openingWith: fresh, hint: key) } catch {
            let world = office.world
            world.say("postern: warning: the key of before, \(Escaped.text(old.prefix(8))), stays in the repository")
            world.say("postern: hint: \(Complaint(of: error).matters[0].problem)")
        }
    }
}

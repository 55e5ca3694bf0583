internal import Policy
internal import Secrets
internal import Sodium

extension Office {
    /// The password of a repository. Wipe it as soon as it is not needed any more.
    ///
    /// - Throws: ``Complaint`` where the policy names none, or what the vault says.
    func password(of repository: Repository, _ gateway: Gateway) throws -> [UInt8] {
        guard let reference = repository.password else {
            throw Complaint(
                "\(Escaped.text(repository.name)) has no password for maintenance",
                hint: "postern secret set stores one, and makes the gateway its own key", .badConfiguration)
        }
        return try unsafe Vault(.coordinator, state: gateway.state).open(reference).withBytes { unsafe Array($0) }
    }
}

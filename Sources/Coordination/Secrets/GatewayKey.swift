internal import Policy
internal import PolicyFile

/// The gateway's own key to a repository, made with a password that opens it now.
struct GatewayKey {
    let repository: Repository
    let secret: Name
    let office: Office
    let policy: WholePolicy

    init(_ repository: Repository, secret: Name, _ office: Office, _ policy: WholePolicy) {
        self.repository = repository
        self.secret = secret
        self.office = office
        self.policy = policy
    }

    func make() throws {
        throw Complaint("not yet")
    }
}

internal import Policy
internal import PolicyFile

/// The gateway's own restic key to a repository.
struct GatewayKey {
    let repository: Repository
    let secret: Name
    let office: Office
    let gateway: Gateway

    func make() throws {
        throw Complaint("maintenance is not there yet")
    }
}

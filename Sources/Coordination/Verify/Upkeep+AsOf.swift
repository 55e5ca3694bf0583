internal import Policy
internal import PolicyFile
internal import Trail

extension Upkeep {
    /// The repository as it was at a moment.
    func view(asOf moment: Moment) throws -> AsOf {
        let gateway = policy.settings.gateway
        return try AsOf(moment, repository, in: try office.storage(of: repository, gateway), state: gateway.state)
    }
}

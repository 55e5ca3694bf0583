/// How a session asks for entry: what sshd and the clock say of it.
public struct Arrival: Hashable, Sendable {
    /// The text after `rclone:`; empty for the default repository.
    public let remote: String
    /// Where the connection comes from; `nil` where it is not known.
    public let source: Address?
    /// The gateway's wall clock.
    public let time: LocalTime

    /// Takes the three facts.
    public init(remote: String, source: Address?, time: LocalTime) {
        self.remote = remote
        self.source = source
        self.time = time
    }
}

/// Whether a session is let in.
public enum Admission: Hashable, Sendable {
    case granted(Grant)
    case refused(Refusal)
}

extension Client {
    /// Lets an arrival in, or says why not.
    ///
    /// - Parameters:
    ///   - arrival: what is known of the session.
    ///   - repositories: the client's own, by name.
    ///   - adopted: finds the repository that has a file and lies at a place, whoever it belongs to.
    ///   - template: a repository made by its path, with the defaults of `[defaults.repo]`.
    /// - Returns: the grant, or the refusal that the client is told.
    /// - Throws: what `adopted` throws: a lookup that fails is never taken for "not there".
    public func admit<Failure: Error>(
        _ arrival: Arrival, repositories: [Repository], adopted: (Place) throws(Failure) -> Repository?,
        template: (Place) -> Repository
    ) throws(Failure) -> Admission {
        if let refusal = refusal(of: arrival) { return .refused(refusal) }
        if arrival.remote.isEmpty {
            return repositories.first.map(grant) ?? .refused(.noRepository)
        }
        if let named = repositories.first(where: { $0.name == arrival.remote })
            ?? repositories.first(where: { $0.aliases.contains(arrival.remote) })
        {
            return grant(named)
        }
        guard arrival.remote.contains(":") else { return .refused(.repositoryNotGranted) }
        guard let place = try? Place(parsing: arrival.remote) else { return .refused(.badPlace) }
        if let own = repositories.first(where: { $0.place == place }) { return grant(own) }
        guard paths.contains(where: { $0.matches(place) }) else { return .refused(.repositoryNotGranted) }
        return grant(try adopted(place) ?? template(place))
    }

    private func grant(_ repository: Repository) -> Admission {
        .granted(Grant(client: self, repository: repository, mayCreate: create))
    }

    private func refusal(of arrival: Arrival) -> Refusal? {
        if disabled { return .clientDisabled }
        if let expires, arrival.time.day >= expires { return .clientExpired }
        if let hours, !hours.contains(minute: arrival.time.minute) { return .outsideHours }
        if !from.isEmpty {
            guard let source = arrival.source, from.contains(where: { $0.contains(source) }) else {
                return .sourceNotAllowed
            }
        }
        return nil
    }
}

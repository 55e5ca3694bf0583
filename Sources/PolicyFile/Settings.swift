public import Policy

/// What `postern.toml` says: the gateway, and the defaults of clients and repositories.
public struct Settings: Hashable, Sendable {
    /// The gateway itself.
    public let gateway: Gateway
    private let client: Client
    private let repository: Repository

    init(gateway: Gateway, client: Client, repository: Repository) {
        self.gateway = gateway
        self.client = client
        self.repository = repository
    }

    /// A client that has no keys of its own: `[defaults.client]` under a name.
    public func client(named name: Name) -> Client { client.renamed(name) }

    /// A repository that has no keys of its own: `[defaults.repo]` under a name and at a place.
    public func repository(named name: String, at place: Place) -> Repository {
        repository.moved(to: place, name: name)
    }

    /// A repository that was made by its path and has no file: its place is its name.
    public func repository(at place: Place) -> Repository {
        repository(named: place.description, at: place)
    }
}

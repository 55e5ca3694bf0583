public import Policy

/// What the policy says that one gate needs: the gateway, its client, and that client's repositories.
public struct GatePolicy: Sendable {
    /// What `postern.toml` says.
    public let settings: Settings
    /// The client.
    public private(set) var client: Client
    /// The repositories of the client's `repos`, in its order.
    public let repositories: [Repository]

    private let folder: PolicyFolder

    init(_ client: ClientOnFile, of reader: borrowing PolicyReader, in folder: PolicyFolder) throws(PolicyFileError) {
        var onFile: [Name: RepositoryOnFile] = [:]
        for name in client.client.repositories {
            onFile[name] = try reader.repository(name)
        }
        let gateway = reader.settings.gateway
        let main = reader.folder.path(of: PolicyReader.main)
        let problems =
            ClientChecks(client, defaults: reader.lines.client, main: main)
            .problems(onFile, known: Set(onFile.keys), gateway: gateway)
            + client.client.repositories.compactMap { onFile[$0]?.storageProblem(gateway) }
        if let error = PolicyFileError(problems) { throw error }
        settings = reader.settings
        self.client = client.client
        repositories = client.client.repositories.compactMap { onFile[$0]?.repository }
        self.folder = folder
    }

    /// The repository that has a file and lies at `place`, whoever it belongs to; `nil` where no file claims the
    /// place, and ``template(_:)`` holds.
    ///
    /// - Throws: what is wrong with the index of places, or with the repository's file.
    public func adopted(_ place: Place) throws(PolicyFileError) -> Repository? { try folder.adopted(place) }

    /// The same for a client that may come from anywhere: to explain what else would be allowed.
    public var fromAnywhere: GatePolicy {
        var policy = self
        policy.client.from = []
        return policy
    }

    /// A repository that is made by its path, with the defaults of `[defaults.repo]`.
    public func template(_ place: Place) -> Repository { settings.repository(at: place) }
}

internal import Peer

/// A server that is measured, in a folder of its own. Each repository is another client's.
protocol Contender: AnyObject {
    /// The head of its column.
    var name: String { get }

    /// Makes a repository that is there, and has a `config`.
    func prepare(_ repository: String) throws

    /// Where its files lie.
    func folder(of repository: String) -> String

    /// What starts a session, as sshd would, and its environment.
    func command(for repository: String) -> (words: [String], variables: [String: String])

    /// Seconds of the processors that others took on its behalf so far.
    func processorTimeBeside() throws -> Double
}

extension Contender {
    /// Starts a session.
    func open(_ repository: String, limitedBy settings: Conduct = Conduct()) throws -> Peer {
        let (words, variables) = command(for: repository)
        let all = settings.prefix + words
        return try Peer(
            program: all[0], arguments: Array(all.dropFirst()), environment: variables, patience: .seconds(300),
            settings: settings.client)
    }

    /// Removes a repository's objects from the disk.
    func remove(_ repository: String) throws { try Tool.remove(folder(of: repository)) }
}

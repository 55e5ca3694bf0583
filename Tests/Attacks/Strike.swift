internal import Peer

/// Attacks through a login that somebody else has prepared, for scripts.
public struct Strike {
    private let login: [String]
    private let password: String

    /// - Parameters:
    ///   - login: the command that logs in, with its arguments.
    ///   - password: the repository's.
    public init(login: [String], password: String) {
        self.login = login
        self.password = password
    }

    /// Does all attacks whose names hold one of these texts, in one session.
    ///
    /// - Returns: what the server refused, and how often.
    /// - Throws: where it could not be tried.
    public func run(_ texts: [String], environment: [String: String]) throws -> [String: Int] {
        let words = login + ["serve", "restic", "--stdio"]
        let peer = try Peer(
            program: words[0], arguments: Array(words.dropFirst()), environment: environment, patience: .seconds(120))
        let hostile = try Hostile(peer, password: password, seed: 1)
        for attack in Attack.single where texts.contains(where: { attack.name.contains($0) }) {
            try attack.run(hostile)
        }
        return hostile.refusals
    }
}

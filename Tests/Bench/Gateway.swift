internal import Glibc
internal import Peer

/// A throw-away gateway of ours with everything on: policy, trail, sandbox, verification, fsync.
final class Gateway: Contender {
    let name = "Postern"
    private let folder: String
    private let programs: String
    let ledger: Peer

    /// - Parameters:
    ///   - programs: the folder of our programs.
    ///   - folder: where it makes a folder of its own.
    ///   - conduct: what runs the ledger.
    /// - Throws: ``Trouble``, or that the ledger does not start.
    init(_ programs: String, in folder: String, ledger conduct: Conduct = Conduct()) throws {
        self.folder = "\(folder)/postern"
        self.programs = programs
        for name in ["storage", "state", "config/clients.d", "config/repos.d", "config/authorized_keys.d"] {
            try Tool.makeFolder("\(self.folder)/\(name)")
        }
        try Tool.write(
            """
            state = "\(self.folder)/state"
            [storage.main]
            kind = "local"
            root = "\(self.folder)/storage"
            floor = "64MiB"

            """, to: "\(self.folder)/config/postern.toml")
        let words = conduct.prefix + ["\(programs)/postern-ledger", "--config", "\(self.folder)/config"]
        ledger = try Peer(
            program: words[0], arguments: Array(words.dropFirst()),
            environment: ["PATH": "/usr/bin:/bin"], patience: .seconds(600), speaks: false)
        let ledger = ledger
        try ledger.wait(for: "the ledger to listen") { ledger.standardError.contains("serves ") }
    }

    /// Where the ledger listens.
    var socket: String { "\(folder)/state/run/ledger.sock" }

    /// The trail.
    var trail: String { "\(folder)/state/trail/audit.sqlite" }

    /// What starts the sessions of these clients.
    func commands(for repositories: [String]) -> [(words: [String], variables: [String: String])] {
        repositories.map { command(for: $0) }
    }

    /// The folder of `clients.d`, `repos.d` and the rest.
    var configuration: String { "\(folder)/config" }

    func folder(of repository: String) -> String { "\(folder)/storage/\(repository)" }

    /// Writes the policy of one client with one repository.
    func write(_ repository: String) throws {
        try Tool.write("at = \"main:\(repository)\"\n", to: "\(configuration)/repos.d/\(repository).toml")
        try Tool.write(
            "repos = [\"\(repository)\"]\ncreate = true\nsessions = 1000\nrows_per_day = 10000000\n",
            to: "\(configuration)/clients.d/\(repository).toml")
        try Tool.write("", to: "\(configuration)/authorized_keys.d/\(repository)")
    }

    func prepare(_ repository: String) throws {
        try write(repository)
        let peer = try open(repository)
        let answer = try peer.ask("POST", "/config", body: Array("a config".utf8))
        guard answer.status == 200 else { throw Trouble("POST /config: \(answer.status) \(peer.standardError)") }
        peer.closeInput()
        _ = try peer.wait()
    }

    func command(for repository: String) -> (words: [String], variables: [String: String]) {
        (
            ["\(programs)/postern-gate", "serve", "--client", repository, "--config", configuration],
            [
                "SSH_ORIGINAL_COMMAND": "rclone serve restic --stdio --b2-hard-delete \(repository)",
                "SSH_CONNECTION": "192.0.2.7 50000 192.0.2.1 22",
            ]
        )
    }

    func processorTimeBeside() throws -> Double {
        // What the ledger says meanwhile must not fill its pipe.
        _ = ledger.standardError
        return try Processes.processorTime(of: ledger.processID ?? 0)
    }
}

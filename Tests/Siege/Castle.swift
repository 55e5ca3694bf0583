internal import Glibc
internal import Linux
public import Peer

/// A throw-away gateway: the real programs, a policy and a storage in a folder of its own, which is gone with it.
///
/// There is no sshd: whoever comes in is let in as the client that is named. One thread uses it.
public final class Castle {
    /// Everything lies in here: `etc`, `state`, `storage`, `cache`, and logs.
    public let folder: String
    /// Where the programs of this package are.
    public let programs: String
    private var ledger: Peer?

    /// Sets it up; the ledger does not run yet.
    ///
    /// - Parameters:
    ///   - clients: each has a repository of its own name, and may create it. The value is added to its policy.
    ///   - repositories: what is added to the policy of these repositories.
    /// - Throws: ``SiegeError``.
    public init(clients: [String: String] = ["web1": ""], repositories: [String: String] = [:]) throws(SiegeError) {
        programs = Files.folderOfPrograms
        for name in ["postern-gate", "postern-ledger"] where unsafe access("\(programs)/\(name)", X_OK) != 0 {
            throw .missing("\(programs)/\(name)", "swift build")
        }
        folder = try Files.makeFolder()
        for name in [
            "etc", "etc/clients.d", "etc/repos.d", "etc/authorized_keys.d", "state", "state/secrets", "storage",
            "cache",
        ] {
            try Files.makeFolder("\(folder)/\(name)")
        }
        try Files.write(
            """
            state = "\(folder)/state"
            [storage.main]
            kind = "local"
            root = "\(folder)/storage"
            floor = "64MiB"

            """, to: "\(folder)/etc/postern.toml")
        for (name, policy) in clients {
            try Files.write(
                "repos = [\"\(name)\"]\ncreate = true\n\(policy)\n", to: "\(folder)/etc/clients.d/\(name).toml")
            try Files.write(
                "at = \"main:\(Self.group)/\(name)\"\n\(repositories[name] ?? "")\n",
                to: "\(folder)/etc/repos.d/\(name).toml")
            try Files.write("", to: "\(folder)/etc/authorized_keys.d/\(name)")
        }
        try writeDoors()
    }

    deinit {
        ledger?.kill()
        _ = try? ledger?.wait()
        Files.remove(folder)
    }

    /// The ledger's folders.
    public var state: String { "\(folder)/state" }

    /// The one storage.
    public var storage: String { "\(folder)/storage" }

    /// The folder in the storage that all repositories lie in.
    public static let group = "hosts"

    /// The folder of a repository.
    public func repository(_ client: String = "web1") -> String { doors.repository(client) }

    /// Makes a file that nobody can compress.
    ///
    /// - Returns: its path.
    public func makeFile(_ name: String, _ size: Int, seed: UInt64 = 1) throws(SiegeError) -> String {
        var chance = Chance(seed: seed)
        try Files.write(chance.bytes(size), to: "\(folder)/\(name)")
        return "\(folder)/\(name)"
    }

    /// The ways in, also for other threads.
    public var doors: Doors { Doors(folder: folder, storage: storage) }

    /// Two scripts in sshd's place. `door CLIENT WORDS…` is a gate for what the client asked for; `watched CLIENT
    /// WORDS…` is the same together with a ledger of its own, to be run under strace.
    private func writeDoors() throws(SiegeError) {
        try Files.write(
            """
            #!/bin/sh
            client=$1
            shift
            SSH_ORIGINAL_COMMAND=$* exec \(programs)/postern-gate serve --client "$client" --config \(folder)/etc

            """, to: "\(folder)/door", mode: 0o700)
        try Files.write(
            """
            #!/bin/sh
            rm -f \(folder)/state/run/ledger.sock
            \(programs)/postern-ledger --config \(folder)/etc 2>>\(folder)/ledger.log &
            ledger=$!
            until [ -S \(folder)/state/run/ledger.sock ]; do
                kill -0 $ledger || exit 2
                sleep 0.01
            done
            \(folder)/door "$@"
            status=$?
            kill $ledger
            wait $ledger
            exit $status

            """, to: "\(folder)/watched", mode: 0o700)
    }
}

extension Castle {
    /// Starts the ledger, and waits until it listens.
    ///
    /// - Parameter fault: what goes wrong in it.
    /// - Throws: ``SiegeError`` where it does not come up.
    public func startLedger(fault: Fault? = nil) throws(SiegeError) {
        if fault != nil { try Strace.check() }
        let socket = "\(folder)/state/run/ledger.sock"
        _ = unsafe unlink(socket)
        let words = (fault.map(Strace.words) ?? []) + ["\(programs)/postern-ledger", "--config", "\(folder)/etc"]
        ledger = try SiegeError.wrap { () throws(PeerError) in
            try Peer(
                program: "/bin/sh",
                arguments: ["-c", "exec \(words.joined(separator: " ")) 2>>\(folder)/ledger.log"],
                environment: doors.environment, speaks: false)
        }
        for _ in 0..<2000 {
            if unsafe access(socket, W_OK) == 0 { return }
            usleep(5000)
        }
        throw .failed("the ledger does not listen", ledgerLog)
    }

    /// The ledger's process, while it runs.
    public var ledgerProcess: Int32? { ledger?.processID }

    /// Ends the ledger and waits for its end.
    ///
    /// - Parameter signal: SIGTERM, or what else ends it.
    /// - Returns: how it ended; `nil` where none ran.
    /// - Throws: ``SiegeError`` where it does not end.
    @discardableResult
    public func endLedger(_ signal: Int32 = 15) throws(SiegeError) -> ExitStatus? {
        defer { ledger = nil }
        // Under strace, what was started is strace.
        for process in Processes.ledgers(in: folder) { kill(process.pid, signal) }
        return try SiegeError.wrap { () throws(PeerError) in try ledger?.wait() }
    }

    /// What all ledgers here have said.
    public var ledgerLog: String { Files.text("\(folder)/ledger.log") }

    /// Runs the ledger once, to make the catalog anew; no ledger may be running.
    public func rebuildCatalog() throws(SiegeError) {
        try doors.finish(
            doors.start("\(programs)/postern-ledger", ["--config", "\(folder)/etc", "--rebuild-catalog"]), "rebuild")
    }
}

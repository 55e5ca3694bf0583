public import Peer

/// The ways into a ``Castle``, for any thread: as a host with restic, as a host of our own, and as its admin.
public struct Doors: Sendable {
    let folder: String
    let storage: String

    static let searchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

    /// The environment of all that is started here, whoever runs the tests.
    public var environment: [String: String] {
        [
            "PATH": Self.searchPath, "HOME": folder, "LC_ALL": "C.UTF-8", "RESTIC_PASSWORD": "siege",
            "RESTIC_CACHE_DIR": "\(folder)/cache",
        ]
    }

    /// The folder of a repository.
    public func repository(_ client: String) -> String { "\(storage)/\(Castle.group)/\(client)" }

    /// A gate with a client that speaks HTTP/2 to it.
    ///
    /// - Parameters:
    ///   - client: who comes in.
    ///   - patience: how long a call of the client may wait.
    ///   - fault: what goes wrong in the gate.
    /// - Returns: the client.
    /// - Throws: ``SiegeError`` where it cannot be started.
    public func gate(
        _ client: String = "web1", patience: Duration = .seconds(60), fault: Fault? = nil
    ) throws(SiegeError) -> Peer {
        if fault != nil { try Strace.check() }
        let words = (fault.map(Strace.words) ?? []) + ["\(folder)/door", client, "serve", "restic", "--stdio"]
        return try SiegeError.wrap { () throws(PeerError) in
            try Peer(
                program: words[0], arguments: Array(words.dropFirst()), environment: environment, patience: patience)
        }
    }

    /// Starts restic as the host of a client.
    ///
    /// - Parameters:
    ///   - arguments: its own.
    ///   - client: the client.
    ///   - door: what restic starts in ssh's place; without it, a gate.
    /// - Returns: the running program.
    /// - Throws: ``SiegeError`` where it cannot be started.
    public func restic(
        _ arguments: [String], as client: String = "web1", through door: String? = nil
    ) throws(SiegeError) -> Peer {
        let door = door ?? "\(folder)/door \(client)"
        return try start("restic", ["-o", "rclone.program=\(door)", "-r", "rclone:"] + arguments)
    }

    /// Starts restic directly on the folder of a repository, without a lock.
    public func localRestic(_ arguments: [String], on client: String = "web1") throws(SiegeError) -> Peer {
        try start("restic", ["-r", repository(client), "--no-lock", "--no-cache"] + arguments)
    }

    /// Starts the coordinator.
    public func postern(_ arguments: [String]) throws(SiegeError) -> Peer {
        try start("\(Files.folderOfPrograms)/postern", arguments + ["--config", "\(folder)/etc"])
    }

    /// Starts the coordinator to make the gateway its own key to a client's repository.
    public func secret(for client: String = "web1") throws(SiegeError) -> Peer {
        let line = "printf %s \"$RESTIC_PASSWORD\" | \(Files.folderOfPrograms)/postern secret set --repo \(client)"
        return try start("/bin/sh", ["-c", "\(line) --config \(folder)/etc"])
    }

    /// Starts a program.
    public func start(_ program: String, _ arguments: [String]) throws(SiegeError) -> Peer {
        try SiegeError.wrap { () throws(PeerError) in
            try Peer(
                program: program, arguments: arguments, environment: environment, patience: .seconds(600),
                speaks: false)
        }
    }

    /// Waits for a program that must succeed.
    ///
    /// - Returns: what it wrote.
    @discardableResult
    public func finish(_ program: Peer, _ what: String) throws(SiegeError) -> String {
        let status = try SiegeError.wrap { () throws(PeerError) in try program.wait() }
        guard status == .exited(0) else { throw .failed(what, "\(status)\n\(program.standardError)") }
        return String(decoding: program.received, as: UTF8.self)
    }
}

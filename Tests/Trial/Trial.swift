internal import Glibc
internal import Linux
internal import Peer
internal import Synchronization

/// A throw-away gateway on this machine: the real programs, the real sshd, the real restic. Nothing listens on the
/// network. It is gone when the value is.
public final class Trial: Sendable {
    /// Everything lies in here; `Tests/gateway/open` tells what.
    public let folder: String
    /// Where the programs of this package are.
    public let programs: String

    private let runs = Atomic(0)
    private let ledger = Mutex<Program?>(nil)

    /// Sets the gateway up and starts its ledger.
    ///
    /// - Throws: ``TrialError``, also where a program is missing: then it says what to install.
    public init() async throws {
        programs = Self.folderOfPrograms
        for name in ["postern", "postern-gate", "postern-ledger"] where unsafe access("\(programs)/\(name)", X_OK) != 0
        {
            throw TrialError.notBuilt("\(programs)/\(name)")
        }
        folder = try Self.makeFolder()
        try await run(Self.project + "/Tests/gateway/open", [folder, programs]).required()
        try await edit("etc/postern.toml") { $0.replacing("\"5GiB\"", with: "\"64MiB\"") }
        try await startLedger()
    }

    deinit {
        ledger.withLock { $0 = nil }
        Self.remove(folder)
    }

    /// Starts the ledger, and waits until it listens.
    public func startLedger() async throws {
        let command = Command(
            program: "\(programs)/postern-ledger", arguments: ["--config", "\(folder)/etc"],
            environment: Self.environment(folder), record: "\(folder)/ledger")
        try ledger.withLock { $0 = try command.start() }
        for _ in 0..<1000 {
            if unsafe access("\(folder)/state/run/ledger.sock", W_OK) == 0 { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw TrialError.ledgerSilent(Command.text("\(folder)/ledger.err"))
    }

    /// Sends the ledger a signal; `SIGKILL` and `SIGTERM` end it.
    public func signalLedger(_ number: Int32) {
        ledger.withLock { $0?.signal(number) }
    }

    /// What the ledger has said so far.
    public var ledgerLog: String { Command.text("\(folder)/ledger.err") }

    /// Runs a program to its end.
    ///
    /// - Parameters:
    ///   - program: its path, or its name in the search path.
    ///   - arguments: what follows it.
    ///   - variables: what its environment has beside what every run has.
    ///   - input: a file for its standard input.
    ///   - patience: after this long it is killed, and the run is an error.
    /// - Returns: how it ended and what it said, whatever that is.
    /// - Throws: ``TrialError/tooLong(command:output:error:)``.
    public func run(
        _ program: String, _ arguments: [String], variables: [String: String] = [:], input: String? = nil,
        patience: Duration = .seconds(120)
    ) async throws -> Run {
        let number = runs.add(1, ordering: .relaxed).newValue
        let environment = Self.environment(folder).merging(variables) { $1 }
        return try await Command(
            program: program, arguments: arguments, environment: environment, input: input,
            record: "\(folder)/run-\(number)"
        ).run(patience: patience)
    }

    /// Changes a file of the gateway.
    public func edit(_ name: String, _ change: (String) -> String) async throws {
        let path = "\(folder)/\(name)"
        try AtomicFile.write(Array(change(Command.text(path)).utf8), to: path, mode: 0o640)
    }

    /// The same for all programs, whoever runs the tests.
    private static func environment(_ folder: String) -> [String: String] {
        ["PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME": folder, "LC_ALL": "C.UTF-8"]
    }
}

extension Run {
    /// The run itself, where it succeeded.
    ///
    /// - Throws: ``TrialError/failed(_:)``.
    @discardableResult
    public func required() throws -> Run {
        guard isSuccess else { throw TrialError.failed(self) }
        return self
    }
}

internal import Glibc
internal import Peer

/// Starts, stops and ends the ledger of a throw-away gateway.
public final class LedgerKeeper {
    private let command: [String]
    private var running: Peer?

    init(_ command: [String]) throws {
        self.command = command
        try start()
    }

    /// Starts it, and waits until it listens.
    func start() throws {
        let peer = try Peer(
            program: command[0], arguments: Array(command.dropFirst()), environment: ["PATH": "/usr/bin:/bin"],
            patience: .seconds(30), speaks: false)
        running = peer
        do {
            try peer.wait(for: "the ledger to listen") { peer.standardError.contains("serves ") }
        } catch {
            throw Breach("\(error): \(peer.standardError)")
        }
    }

    /// Sends it a signal. Source: signal(7).
    func signal(_ number: Int32) { running?.signal(number) }

    /// Stops it for a while; it keeps its socket and answers nothing.
    func freeze() { signal(SIGSTOP) }

    /// Lets it go on.
    func thaw() { signal(SIGCONT) }

    /// Ends it without a chance to do anything.
    func kill() throws {
        signal(SIGKILL)
        _ = try running?.wait()
        running = nil
    }

    /// Whether it runs.
    var isRunning: Bool { running != nil }

    /// What it said.
    var log: String { running?.standardError ?? "" }
}

internal import Peer

/// Runs the programs of both sides to their end.
struct Shell {
    let environment: [String: String]
    var patience = Duration.seconds(600)

    /// How a program ended, and all that it said.
    struct Run {
        let isSuccess: Bool
        let output: String
        let error: String

        var text: String { output + error }
    }

    /// Runs a program; one that does not end in time is killed, which is no success.
    func run(_ program: String, _ arguments: [String]) throws -> Run {
        let peer = try Peer(
            program: program, arguments: arguments, environment: environment, patience: patience, speaks: false)
        peer.closeInput()
        let status = try? peer.wait()
        if status == nil { peer.kill() }
        return Run(
            isSuccess: status == .exited(0), output: String(decoding: peer.received, as: UTF8.self),
            error: peer.standardError)
    }

    /// Runs a program that has to succeed.
    @discardableResult
    func need(_ program: String, _ arguments: [String]) throws -> Run {
        let run = try run(program, arguments)
        guard run.isSuccess else {
            throw AttackError.step(([program] + arguments).joined(separator: " "), run.text)
        }
        return run
    }
}

import Glibc
import LedgerWire
import Linux
import Maintenance
import Policy
import Testing
import Trial

@Suite("Descriptor 3 of a gate of maintenance") struct ForgeryTests {
    @Test("is refused where another user than root has made it", .timeLimit(.minutes(10)))
    func forged() async throws {
        try #require(geteuid() == 0, "run the tests as root: another user is needed")
        let gateway = try await MaintainedGateway()
        let gate: String = gateway.workplace.gate
        let configuration: String = gateway.workplace.configuration
        await #expect(processExitsWith: .exitCode(0)) {
            [gate = gate as String, configuration = configuration as String] in
            // From here on the kernel knows this process as the gates' user.
            guard seteuid(65534) == 0 else { exit(10) }
            exit(try answer(of: gate, configuration).contains("descriptor 3 is somebody else's") ? 0 : 11)
        }
        #expect(try await gateway.trial.trail("--action", "open").allSatisfy { !$0.contains("mandate-invalid") })
    }

    @Test("gives nothing without the token of a run that goes on", .timeLimit(.minutes(10)))
    func noRun() async throws {
        let gateway = try await MaintainedGateway()
        let run = try gateway.begin(.view)
        try run.end(RunEnding(.allowed))
        #expect(throws: (any Error).self) { try gateway.restic(run, ["snapshots"], .view) }
        let rows = try await gateway.trial.trail("--action", "open", "--outcome", "refused")
        #expect(rows.contains { $0.contains("mandate-invalid") })
    }
}

/// What a gate says that gets a socketpair of ours.
private func answer(of gate: String, _ configuration: String) throws -> String {
    let pair = try SocketPair()
    let errors = try Pipe()
    let child = try Child(
        gate, ["maintain", "--config", configuration], environment: ["PATH=/usr/bin"],
        descriptors: [(2, errors.writing.raw), (3, pair.theirs.raw)])
    let text = try errors.intoReading().readAll(limit: 1 << 16)
    _ = try child.wait()
    return String(decoding: text, as: UTF8.self)
}

import LedgerWire
import Maintenance
import Peer
import Policy
import Restic
import Testing
import Trial

@Suite("Maintenance through a gate") struct RunTests {
    @Test("forget and prune remove into the trash, and all of it comes back", .timeLimit(.minutes(10)))
    func pruneAndUndo() async throws {
        let gateway = try await MaintainedGateway()
        let trial = gateway.trial
        let first = try await trial.makeFiles("first")
        try await trial.restic(as: "web1", ["backup", first]).required()
        let second = try await trial.makeFiles("second")
        try await trial.restic(as: "web1", ["backup", second]).required()

        let run = try gateway.begin(.prune)
        try run.drain(upTo: .seconds(60)) { _ in }
        let listed = try gateway.restic(run, ["snapshots", "--json"])
        #expect(listed.status == 0, "\(listed.errors)")
        let forgotten = try gateway.restic(run, ["forget", "--keep-last", "1", "--group-by", "host", "--prune"])
        #expect(forgotten.status == 0, "\(forgotten.errors)")
        #expect(forgotten.counts.removals > 2, "\(forgotten)")
        try run.end(RunEnding(.allowed))
        #expect(try await gateway.check().isSuccess)
        #expect(try await snapshots(trial) == 1)
        // No lock of the gateway's own restic ever lay in the repository.
        let own = try await trial.trail("--action", "save").filter { $0.contains("\"client\":\"\"") }
        #expect(!own.isEmpty && own.allSatisfy { !$0.contains("locks/") })

        let shown = try await trial.postern("trash", "list", "web1").required()
        #expect(shown.output.contains("prune"))
        try await trial.postern("trash", "restore", "web1", "\(run.number)").required()
        #expect(try await snapshots(trial) == 2)
        let checked = try await gateway.check()
        #expect(checked.isSuccess && checked.output.contains("no errors were found"), "\(checked)")
        let restored = trial.folder + "/restored"
        try await trial.resticLocally("web1", ["restore", "latest", "--path", first, "--target", restored]).required()
        #expect(try await trial.compare(first, restored + first).isSuccess)
    }

    @Test("A host's backup waits for the end of a run, and is whole afterwards", .timeLimit(.minutes(10)))
    func waits() async throws {
        let gateway = try await MaintainedGateway()
        let trial = gateway.trial
        let files = try await trial.makeFiles("files")
        let run = try gateway.begin(.prune)
        try run.drain(upTo: .seconds(60)) { _ in }
        async let backup = trial.restic(as: "web1", ["backup", files])
        try await Task.sleep(for: .seconds(3))
        #expect(try await snapshots(trial) == 0)
        try run.end(RunEnding(.allowed))
        let done = try await backup
        #expect(done.isSuccess, "\(done)")
        #expect(done.error.contains("maintenance of this repository goes on"))
        #expect(try await gateway.check().isSuccess)
    }

    @Test("A view is read only, and does not show what comes while it is open", .timeLimit(.minutes(10)))
    func view() async throws {
        let gateway = try await MaintainedGateway()
        let trial = gateway.trial
        try await trial.restic(as: "web1", ["backup", try await trial.makeFiles("files")]).required()
        let run = try gateway.begin(.view)
        let shown = try gateway.restic(run, ["snapshots", "--json"], .view)
        #expect(shown.status == 0 && shown.output.contains("\"tree\""), "\(shown.errors)")
        let checked = try gateway.restic(run, ["check", "--read-data"], .view)
        #expect(checked.status == 0, "\(checked.errors)")
        let refused = try gateway.restic(run, ["forget", "latest"], .view)
        #expect(refused.status != 0)
        try run.end(RunEnding(.allowed))
        #expect(try await snapshots(trial) == 1)
    }

    @Test("Nothing but the coordinator starts a gate of maintenance", .timeLimit(.minutes(10)))
    func guarded() async throws {
        let gateway = try await MaintainedGateway()
        let trial = gateway.trial
        let arguments = ["maintain", "--config", "\(trial.folder)/etc"]
        let alone = try await trial.run("\(trial.programs)/postern-gate", arguments)
        #expect(alone.status == .exited(1) && alone.error.contains("started by the coordinator only"))
        let login = try await trial.run(
            "\(trial.programs)/postern-gate", arguments, variables: ["SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"])
        #expect(login.status == .exited(1) && login.error.contains("not for sessions over ssh"))
        let asked = try await trial.ssh(as: "web1", "postern-gate maintain")
        #expect(!asked.isSuccess)
    }

    private func snapshots(_ trial: Trial) async throws -> Int {
        let listed = try await trial.resticLocally("web1", ["list", "snapshots"]).required()
        return listed.lines.count
    }
}

import Siege
import Testing

@Suite("Gates and a ledger that are killed at random moments, under parallel backups")
struct CrashLoopTests {
    @Test("Lose nothing that was reported as done, and leave nothing behind")
    func loop() throws {
        let report = try CrashLoop(seed: 1).run(kills: 10)
        #expect(report.findings == [])
        #expect(report.gateKills + report.ledgerKills == 10)
        #expect(report.uploads > 0)
    }
}

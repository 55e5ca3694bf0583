import Siege
import Testing

@Suite("Forget and prune, killed at random moments") struct MaintenanceSiegeTests {
    @Test("Leave a repository that checks clean, and nothing lost that was to be kept")
    func siege() throws {
        let report = try MaintenanceSiege(seed: 1).run(kills: 6)
        #expect(report.findings == [])
        #expect(report.allKills == 6 && report.done + report.broken >= 6, "\(report)")
    }
}

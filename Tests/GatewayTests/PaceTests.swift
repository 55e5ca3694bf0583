import Linux
import Testing

@testable import Gateway

@Suite("The pace of an upload")
struct PaceTests {
    private let start = Instant.now
    private let limits = TimeLimits()

    /// Whether a body is given up that brings `bytes` every `seconds`, within four hours.
    private func isGivenUp(_ bytes: Int, every seconds: Int, work: Int = 0) -> Bool {
        var pace = Pace(now: start)
        for second in stride(from: seconds, to: 4 * 3600, by: seconds) {
            let now = start + .seconds(second)
            pace.came(bytes, now: now)
            pace.workBegan(now: now)
            pace.workEnded(now: now + .seconds(work))
            if pace.isTooSlow(now: now + .seconds(work), limits) { return true }
        }
        return false
    }

    @Test("is enough on a line of 8 kbit/s that five uploads share")
    func slowLine() { #expect(!isGivenUp(200, every: 1)) }

    @Test("is not enough where a byte comes now and then")
    func trickle() { #expect(isGivenUp(1, every: 1)) }

    @Test("is that of the client: what the disk and the ledger take does not count")
    func slowDisk() { #expect(!isGivenUp(100, every: 300, work: 298)) }

    @Test("is none where nothing comes for ten minutes")
    func stall() {
        var pace = Pace(now: start)
        pace.came(1 << 20, now: start)
        let verdicts = [600, 601].map { pace.isTooSlow(now: start + .seconds($0), limits) }
        #expect(verdicts == [false, true])
    }
}

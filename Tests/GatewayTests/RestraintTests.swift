import Linux
import Testing

@testable import Gateway

@Suite("A client that asks for much")
struct RestraintTests {
    private let start = Instant.now

    /// For how many milliseconds a client is not read that has just asked for so much.
    private func pause(_ count: Int, _ cost: Restraint.Cost, every gap: Duration = .zero) -> Int32 {
        var restraint = Restraint(now: start)
        for number in 0..<count { restraint.note(cost, now: start + gap * number) }
        return restraint.pause(now: start + gap * count)
    }

    @Test("is read without a pause while it stays below what restic never reaches")
    func honest() {
        #expect(pause(4000, .request) == 0)
        #expect(pause(100_000, .request, every: .milliseconds(1)) == 0)
        #expect(pause(20, .list) == 0)
        #expect(pause(40, .denial) == 0)
        #expect(pause(1, .waste(8_000_000)) == 0)
    }

    @Test("waits for each request, list, refusal and wasted body beyond")
    func hostile() {
        #expect(pause(4200, .request) == 100)
        #expect(pause(21, .list) == 100)
        #expect(pause(42, .denial) == 100)
        #expect(pause(1, .waste(12_000_000)) == 1000)
    }

    @Test("waits for four seconds at most")
    func longest() {
        #expect(pause(100_000, .denial) == 4000)
        #expect(pause(1, .waste(.max)) == 4000)
    }
}

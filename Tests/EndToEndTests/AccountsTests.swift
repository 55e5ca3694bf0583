import Testing
import Trial

@Suite("A gateway's three users") struct AccountsTests {
    @Test("can each touch what is theirs, and nothing else")
    func accounts() async throws {
        let run = try await Trial.script("accounts")
        #expect(run.isSuccess && run.output.contains("every user can do just what it should"), "\(run)")
    }
}

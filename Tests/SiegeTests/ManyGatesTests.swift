import Siege
import Testing

@Suite("Twenty gates that upload at once") struct ManyGatesTests {
    @Test("lose no row: each object that was stored has its own, in its own session")
    func many() throws {
        let reckoning = try ManyGates(count: 20, objects: 15).run()
        #expect(reckoning.problems == [])
        #expect(reckoning.stored == 20 * 17)
    }
}

import Attacks
import Testing

@Suite("Without Postern, what a taken-over host prepared wins") struct PlainAttackTests {
    @Test(
        "Each of these costs the victim a restore",
        arguments: [
            Attack.poisoning(packs: 20, .data, carrying: false), .garbageIndex, .fakes(.backdated, count: 100),
        ])
    func plain(attack: Attack) throws {
        let outcome = try Battle(attack, on: .plain, seed: 1).fight()
        #expect(!outcome.losses.isEmpty, "\(outcome)")
    }
}

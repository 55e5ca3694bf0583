import Attacks
import Foundation
import Testing

/// The quick part of `make attacks`: real restic, real rclone, the real programs.
@Suite("What a taken-over host prepared", .serialized) struct AttacksTests {
    @Test(
        "Without Postern it wins",
        arguments: [
            Attack.poisoning(packs: 20, .data, carrying: true), .garbageIndex, .fakes(.backdated, count: 100),
        ])
    func plain(attack: Attack) throws {
        let outcome = try Battle(attack, on: .plain, seed: 1).fight()
        #expect(!outcome.losses.isEmpty, "\(outcome)")
    }

    /// An attack, what the report calls it, and whether the hostile client is another one of the same repository.
    static let attacks: [(attack: Attack, name: String, isShared: Bool)] = [
        (.poisoning(packs: 3, .data, carrying: true), "index-poisoning", false),
        (.poisoning(packs: 20, .tree, carrying: false), "lying-pack", true),
        (.garbageIndex, "unreadable", true), (.fakes(.future, count: 100), "\"suspect\":100", false),
        (.fakes(.honest, count: 100), "flood", false), (.everything, "extra-claims", true),
    ]

    @Test(
        "With Postern the victim restores all of it after the scheduled forget and prune, and the report names it",
        arguments: attacks)
    func postern(attack: Attack, name: String, isShared: Bool) throws {
        let outcome = try Battle(attack, on: .postern(shared: isShared), seed: 1).fight()
        #expect(outcome.losses == [], "\(outcome)")
        #expect(outcome.report.contains(name), "\(outcome.report)")
    }

    @Test("Every step of docs/incident.md does what it says")
    func incident() throws {
        let project = #filePath.components(separatedBy: "/Tests/")[0]
        let programs = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
            .split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "\(project)/Tests/gateway/incident")
        process.arguments = [programs]
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
    }
}

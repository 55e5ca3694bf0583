import Audit
import Foundation
import Seals
import Testing

/// `Tests/SecondOpinion/verify`: Python, and the package `cryptography`. Nothing in it is ours but the reading of the
/// specifications.
@Suite("An implementation that is not ours") struct SecondOpinionTests {
    private static let program = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "SecondOpinion/verify")

    private func ask(_ victim: Victim, _ checkpoint: String? = nil, key: String? = nil) throws -> (Int32, String) {
        let run = Process()
        let output = Pipe()
        run.executableURL = Self.program
        run.arguments = [victim.trail, checkpoint ?? victim.state.seals.newest, key ?? "\(victim.signer.verifier)"]
        (run.standardOutput, run.standardError) = (output, output)
        try run.run()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        run.waitUntilExit()
        return (run.terminationStatus, String(decoding: said, as: UTF8.self))
    }

    @Test("verifies our checkpoint, and the root over our rows")
    func verified() throws {
        let victim = try Victim()
        let (status, said) = try ask(victim)
        #expect(status == 0 && said == "verified: \(victim.sealed) rows\n", "\(said)")
    }

    @Test("does not verify what was edited", arguments: ["row", "size", "root", "signature", "key", "cut"])
    func refused(what: String) throws {
        let victim = try Victim()
        var key = "\(victim.signer.verifier)"
        let path = victim.state.seals.newest
        var note = try String(contentsOfFile: path, encoding: .utf8)
        switch what {
        case "row":
            try victim.tamper("UPDATE trail SET line = replace(line, '192.0.2.', '203.0.9.') WHERE seq = 100")
        case "cut": try victim.tamper("DELETE FROM trail WHERE seq > 100")
        case "size": note = note.replacing("\n\(victim.sealed)\n", with: "\n\(victim.sealed - 1)\n")
        case "root":
            var lines = note.components(separatedBy: "\n")
            lines[2] = Data(repeating: 7, count: 32).base64EncodedString()
            note = lines.joined(separator: "\n")
        case "signature":
            let place = note.index(note.endIndex, offsetBy: -20)
            note.replaceSubrange(place...place, with: note[place] == "A" ? "B" : "A")
        case "key": key = "\(try Victim.signer(victim.signer.verifier.name.description).verifier)"
        default: Issue.record("\(what) is not edited")
        }
        try note.write(toFile: path, atomically: false, encoding: .utf8)
        let (status, said) = try ask(victim, key: key)
        #expect(status == 1 && said.hasPrefix("verify: "), "\(said)")
    }
}

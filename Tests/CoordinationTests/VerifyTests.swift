import Foundation
import Policy
import SQLite
import Testing
import Trail

@Suite("postern audit seal and verify") struct VerifyTests {
    let story: Story

    init() throws {
        story = try Story()
        story.minutesAgo(60)
        for _ in 1...3 {
            let session = try story.open("web1")
            try story.act("web1", session, .save, "data/\(Story.name(1))")
            try story.close("web1", session)
        }
    }

    private func seal(_ more: String...) -> Desk.Reply {
        story.checkpoint()
        return story.desk.run(["audit", "seal", "--config", story.desk.path("etc")] + more)
    }

    private func verify(_ more: String...) throws -> Desk.Reply {
        try story.catchUp()
        return story.desk.run(["audit", "verify", "--config", story.desk.path("etc")] + more)
    }

    private func tamper(_ statement: String) throws {
        story.checkpoint()
        let database = try Database(story.desk.path("state/trail/audit.sqlite"), .readWrite)
        let triggers = ["trail_kept", "trail_verbatim"]
        var texts: [String] = []
        for trigger in triggers {
            let text = try database.prepare("SELECT sql FROM sqlite_schema WHERE name = '\(trigger)'")
            if try text.step() { texts.append(text.text(0)) }
        }
        try database.execute(triggers.map { "DROP TRIGGER \($0);" }.joined() + statement)
        for text in texts { try database.execute(text) }
    }

    @Test("seal makes the key once, signs, and says when there is nothing new")
    func sealing() throws {
        let first = seal("--origin", "gw.example.org/postern")
        #expect(first.status == 0 && first.out.first?.hasPrefix("sealed 9 rows, 9 of them new: ") == true, "\(first)")
        #expect(first.err.contains { $0.contains("gw.example.org/postern+") })
        #expect(try story.desk.mode("state/secrets/audit.key") == 0o600)
        #expect(seal().out == ["nothing new to seal; 9 rows are sealed"])
        _ = try story.open("web1")
        #expect(
            seal("--json").out.first?.contains("\"sealed\":true,\"origin\":\"gw.example.org/postern\",\"size\":10,")
                == true)
        #expect(seal("--origin", "other.example.org/x").status == 1)
        let kept = try #require(story.desk.text("state/checkpoints/kept/log"))
        #expect(kept.components(separatedBy: "gw.example.org/postern\n").count == 3)
        #expect(kept.hasSuffix(try #require(story.desk.text("state/checkpoints/checkpoint"))))
    }

    @Test("verify says that all is well, with 0")
    func sound() throws {
        #expect(try verify().out.contains { $0.hasPrefix("note: nothing has been sealed yet") })
        _ = seal()
        let reply = try verify()
        #expect(reply.status == 0 && reply.out.last == "the trail is sound", "\(reply)")
        let object =
            try JSONSerialization.jsonObject(with: Data(try verify("--json").out.joined().utf8)) as? [String: Any]
        #expect(object?["sound"] as? Bool == true && object?["rows"] as? Int == 9 && object?["sealed"] as? Int == 9)
    }

    @Test(
        "verify ends with 2, and names the kind of damage and the first bad row",
        arguments: [
            ("UPDATE trail SET line = replace(line, '192.0.2.7', '192.0.2.8') WHERE seq = 4", "changed", 4),
            ("DELETE FROM trail WHERE seq = 5", "missing", 5), ("DELETE FROM trail WHERE seq > 6", "cut", 7),
        ])
    func damage(statement: String, kind: String, row: Int) throws {
        _ = seal()
        try story.catchUp()
        try tamper(statement)
        let reply = story.desk.postern("audit", "verify")
        #expect(reply.status == 2 && reply.out.first?.hasPrefix("\(kind): ") == true, "\(reply)")
        #expect(reply.err.first == "postern: error: the trail is damaged: \(kind), first at row \(row)")
        let json = story.desk.postern("audit", "verify", "--json")
        #expect(
            json.status == 2 && json.out.first?.contains("\"damage\":\"\(kind)\",\"row\":\(row),") == true, "\(json)")
    }

    @Test("verify takes a checkpoint and a key from elsewhere, and refuses what is none")
    func elsewhere() throws {
        _ = seal()
        let copy = story.desk.path("copy")
        try FileManager.default.copyItem(atPath: story.desk.path("state/checkpoints/checkpoint"), toPath: copy)
        let key = try #require(story.desk.text("state/checkpoints/verifier")).trimmingCharacters(in: .newlines)
        #expect(try verify("--checkpoint", copy, "--verifier", key).status == 0)
        #expect(try verify("--verifier", "nonsense").status == 64)
        try "nothing".write(toFile: copy, atomically: false, encoding: .utf8)
        #expect(try verify("--checkpoint", copy).status == 2)
        #expect(try verify("--checkpoint", story.desk.path("nowhere")).status == 1)
    }
}

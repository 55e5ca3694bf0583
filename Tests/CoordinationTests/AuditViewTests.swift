import Coordination
import Policy
import Restic
import Synchronization
import Testing
import Trail

@Suite("The review of the trail") struct AuditViewTests {
    let story: Story
    var desk: Desk { story.desk }

    init() throws { story = try Story() }

    @Test("folds equal refusals into one line with their count, in their place, and never in JSON")
    func folds() throws {
        story.minutesAgo(60)
        let session = try story.open("web1")
        let other = try story.open("db1")
        for turn in 0..<11 {
            try story.act(
                "web1", session, .remove, "snapshots/\(Story.name(13))", .refused, reason: "append-only")
            if turn == 4 { try story.act("db1", other, .save, "data/\(Story.name(1))", bytes: 10) }
            story.pass(seconds: 4)
        }
        story.pass(seconds: 200)
        try story.act("web1", session, .remove, "snapshots/\(Story.name(13))", .refused, reason: "append-only")
        let reply = desk.postern("audit", "list")
        #expect(reply.out.count == 6, "\(reply)")
        #expect(reply.out[3].hasPrefix("3 ") && reply.out[3].contains("snapshots/dddddddddd"))
        #expect(reply.out[3].hasSuffix("append-only \u{d7}11 in 40 s (to row 14)"), "\(reply)")
        #expect(reply.out[4].contains("db1") && !reply.out[5].contains("\u{d7}"))
        #expect(desk.postern("audit", "list", "--each").out.count == 16)
        #expect(desk.postern("audit", "list", "--json").out.count == 15)
    }

    @Test("tells restic's retries from attempts to remove what is stored")
    func retries() throws {
        let session = try story.open("web1")
        let object = "data/\(Story.name(2))"
        // A save fails, and restic removes what may be left of it.
        let save = try story.act("web1", session, .save, object, bytes: 10)
        try story.act("web1", session, .save, object, .failed, reason: "broken", bytes: 10, row: save)
        let noise = try story.act("web1", session, .remove, object, .refused, reason: "append-only")
        // What was stored is never noise: not after a save that is made to fail, not in another session, not at all.
        let stored = "snapshots/\(Story.name(3))"
        let done = try story.act("web1", session, .save, stored, bytes: 10)
        try story.act("web1", session, .save, stored, .refused, reason: "wrong-hash")
        let attack = try story.act("web1", session, .remove, stored, .refused, reason: "append-only")
        let unknown = try story.act("web1", session, .remove, "keys/\(Story.name(4))", .refused, reason: "append-only")
        let second = try story.open("web1")
        let elsewhere = try story.act("web1", second, .remove, object, .refused, reason: "append-only")
        try story.catchUp()
        let retries = desk.postern("audit", "list", "--each").out.filter { $0.contains(" retry ") }
        #expect(retries.count == 1 && retries.allSatisfy { $0.hasPrefix("\(noise) ") }, "\(retries)")
        #expect(Set([done, attack, unknown, elsewhere]).count == 4)
    }

    @Test("a removal long after the failed save is an attempt")
    func lateRemoval() throws {
        let session = try story.open("web1")
        let object = "data/\(Story.name(2))"
        try story.act("web1", session, .save, object, .refused, reason: "wrong-length")
        for _ in 0..<64 { try story.act("web1", session, .save, "data/\(Story.name(5))") }
        try story.act("web1", session, .remove, object, .refused, reason: "append-only")
        try story.catchUp()
        #expect(!desk.postern("audit", "list").out.contains { $0.contains("retry") })
    }

    @Test("shows one row in words, as it is stored, and with the rows that belong to it")
    func show() throws {
        let session = try story.open("web1")
        let save = try story.act("web1", session, .save, "data/\(Story.name(2))", bytes: 2048)
        let failure = try story.act(
            "web1", session, .save, "data/\(Story.name(2))", .failed, reason: "\u{1b}[2Jdisk\u{202e}", bytes: 2048,
            row: save)
        let first = desk.postern("audit", "show", "\(save)")
        #expect(first.status == 0 && first.out.contains { $0.contains("2048 bytes (2.0 KiB)") }, "\(first)")
        #expect(first.out.contains { $0.contains("named by") && $0.contains("row \(failure)") })
        #expect(first.out.contains { $0.contains("session") && $0.contains("row \(session)") })
        #expect(first.out.contains { $0.contains("its end") && $0.contains("the session is open") })
        #expect(first.out.last?.contains("stored as   {\"seq\":\(save),") == true)
        let second = desk.postern("audit", "show", "\(failure)")
        #expect(second.out.contains { $0.contains("names ") && $0.contains("row \(save)") }, "\(second)")
        #expect(second.out.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
        let json = desk.postern("audit", "show", "\(failure)", "--json").out
        #expect(json.count == 1 && json[0].contains("\"names\":{\"seq\":\(save),"))
        let missing = desk.postern("audit", "show", "99")
        #expect(missing.status == 1 && missing.err.contains { $0.contains("there is no row 99") })
    }

    @Test("shows what an admin did, by whom, and with the policy's hash before and after")
    func admin() throws {
        try story.tell(
            Entry(
                action: .policyChange, object: "clients.d/web1.toml", outcome: .allowed,
                details: [.init("actor", "alice"), .init("old", "aa11"), .init("new", "bb22")]))
        _ = try story.open("web1")
        let list = desk.postern("audit", "list", "--admin").out
        #expect(list.count == 2 && list[1].contains("by alice old=aa11 new=bb22"), "\(list)")
        let show = desk.postern("audit", "show", "1").out
        #expect(show[0].hasPrefix("alice: change the policy: clients.d/web1.toml"), "\(show)")
        #expect(show.contains("  policy was  aa11") && show.contains("  policy is   bb22"), "\(show)")
    }

    @Test("lists sessions: done, open, died and refused ones")
    func sessions() throws {
        story.minutesAgo(90)
        let done = try story.open("web1")
        story.pass(seconds: 600)
        try story.close("web1", done, bytesIn: 3_500_000, bytesOut: 1024, snapshots: 2, refusals: 4)
        let died = try story.open("db1")
        let save = try story.act("db1", died, .save, "data/\(Story.name(1))", bytes: 1_048_576)
        try story.act("db1", died, .save, "snapshots/\(Story.name(2))", bytes: 512)
        let failed = try story.act("db1", died, .save, "data/\(Story.name(3))", bytes: 4096)
        try story.act("db1", died, .save, "data/\(Story.name(3))", .failed, bytes: 4096, row: failed)
        try story.act("db1", died, .remove, "data/\(Story.name(1))", .refused, reason: "append-only")
        try story.act("db1", died, .close, "", .failed, reason: "gate died")
        for _ in 0..<3 { _ = try story.open("old1", refused: .clientExpired) }
        _ = try story.open("web1", from: "198.51.100.1")
        #expect(save > 0)
        let lines = desk.postern("audit", "sessions").out
        #expect(lines.count == 5, "\(lines)")
        func cells(_ line: String) -> [String] { line.split(separator: " ").map(String.init) }
        let first = cells("10 min done web1 192.0.2.7 web1 SHA256:first 2 3.3 MiB 1.0 KiB 4 -")
        #expect(Array(cells(lines[1]).dropFirst(3)) == first)
        let second = cells("died db1 192.0.2.7 db1 SHA256:first 1 1.0 MiB - 1 gate died")
        #expect(Array(cells(lines[2]).dropFirst(5)) == second)
        #expect(lines[3].contains("refused old1") && lines[3].hasSuffix("client-expired \u{d7}3"))
        #expect(lines[4].contains("open    web1") && lines[4].contains("198.51.100.1"))
        #expect(desk.postern("audit", "sessions", "--client", "web1", "--last", "1").out.count == 2)
        let json = desk.postern("audit", "sessions", "--json", "--client", "db1").out
        #expect(json.count == 1 && json[0].contains("\"state\":\"died\""))
        #expect(json[0].contains("\"saves\":2,\"snapshots\":1,\"bytesIn\":1049088,\"bytesOut\":null,\"refusals\":1"))
    }

    @Test("follows the trail while the ledger writes and tidies up, each row once, until it is interrupted")
    func follows() throws {
        let session = try story.open("web1")
        let turns = Mutex(0)
        // The command runs in this thread and waits in this closure: nothing else touches the story meanwhile.
        nonisolated(unsafe) let told = story
        let reply = desk.run(
            ["audit", "tail", "--follow", "--json", "--action", "save", "--config", desk.path("etc")],
            wait: { _ in
                let story = unsafe told
                let turn = turns.withLock { turn in
                    turn += 1
                    return turn
                }
                for _ in 0..<turn { _ = try? story.act("web1", session, .save, "data/\(Story.name(turn))") }
                _ = try? story.act("web1", session, .list, "")
                if turn == 2 { story.checkpoint() } else { story.commit() }
                return turn < 4
            })
        #expect(reply.status == 0)
        // Each line is {"seq":N,…: row 1 opens the session, and after each turn there is one that is not asked for.
        let numbers = reply.out.map { $0.prefix { $0 != "," } }
        #expect(numbers == ["{\"seq\":2", "{\"seq\":4", "{\"seq\":5", "{\"seq\":7", "{\"seq\":8", "{\"seq\":9"])
    }

    @Test("is coloured on a terminal only")
    func colours() throws {
        let session = try story.open("web1")
        try story.act("web1", session, .remove, "data/\(Story.name(1))\u{1b}[0m", .refused, reason: "append-only")
        for command in ["list", "sessions", "tail"] {
            let arguments = ["audit", command, "--config", desk.path("etc")]
            #expect(!desk.run(arguments).out.contains { $0.contains("\u{1b}") })
            let coloured = desk.run(arguments, hasColours: true).out
            #expect(coloured[0].hasPrefix("\u{1b}[1m") && coloured[0].hasSuffix("\u{1b}[0m"))
        }
        let coloured = desk.run(["audit", "list", "--config", desk.path("etc")], hasColours: true).out
        #expect(coloured[2].hasPrefix("\u{1b}[31m") && coloured[2].count { $0 == "\u{1b}" } == 2)
    }
}

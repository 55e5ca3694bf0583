import Coordination
import Policy
import Restic
import Testing
import Trail

@Suite("postern audit summary") struct SummaryTests {
    let story: Story
    var desk: Desk { story.desk }

    /// Two hosts that backed up once a day for five weeks, a little each time.
    init() throws {
        story = try Story()
        for day in stride(from: Int64(35), through: 1, by: -1) {
            for client in ["db1", "web1"] where client == "web1" || day > 4 {
                story.minutesAgo(day * 1440)
                let session = try story.open(client)
                story.pass(seconds: 60)
                try story.close(client, session, bytesIn: 50_000_000, bytesOut: 1_000_000)
            }
        }
        story.minutesAgo(60)
        // Both have a policy; so has one that never came.
        for client in ["web1", "db1", "late"] {
            desk.postern("repo", "add", client, "--at", "main:\(client)")
            try desk.write("etc/authorized_keys.d/\(client)", "")
            try desk.write(
                "etc/clients.d/\(client).toml",
                "repos = [\"\(client)\"]\n" + (client == "late" ? "max_silence = \"3d\"\n" : ""))
        }
    }

    /// The lines under a title.
    private func section(_ title: String, _ out: [String]) -> [String] {
        let after = out.drop { $0 != title }.dropFirst()
        return after.prefix { !$0.isEmpty }.map { $0.split(separator: " ").joined(separator: " ") }
    }

    private func unusual(_ arguments: String...) -> [String] {
        let reply = desk.run(["audit", "summary", "--config", desk.path("etc")] + arguments)
        #expect(reply.status == 0 && reply.err.isEmpty, "\(reply)")
        return section("UNUSUAL", reply.out)
    }

    @Test("says who is silent for longer than the habit or max_silence allows, and nothing of who came as usual")
    func silent() throws {
        #expect(
            unusual() == [
                "silent db1 last session 5 d ago; it usually comes within 24 h (row 121)",
                "silent late was never here; max_silence is 3d",
            ])
        try desk.write("etc/clients.d/db1.toml", "repos = [\"db1\"]\ndisabled = true\n")
        #expect(unusual().count == 1)
        // Who has a session open is not silent.
        try desk.write("etc/clients.d/db1.toml", "repos = [\"db1\"]\n")
        _ = try story.open("db1")
        #expect(unusual().count == 1)
    }

    @Test("counts refusals by client and reason, with examples, the most first; restic's retries apart")
    func refusals() throws {
        let session = try story.open("web1")
        for turn in 0..<15 {
            let name = Story.name(turn < 11 ? 13 : turn - 11)
            try story.act("web1", session, .remove, "snapshots/\(name)", .refused, reason: "append-only")
            story.pass(seconds: 5)
        }
        try story.act("web1", session, .save, "data/\(Story.name(1))", .refused, reason: "wrong-length")
        try story.act("web1", session, .remove, "data/\(Story.name(1))", .refused, reason: "append-only")
        try story.tell(
            Entry(
                client: "web1", action: .fold, outcome: .refused, reason: "rows-per-day", details: [.init("count", 7)]))
        try story.catchUp()
        let lines = unusual()
        let name = String(repeating: "d", count: 10)
        #expect(lines[0].hasPrefix("refused web1 append-only \u{d7}15: remove snapshots/\(name) \u{d7}11 in 50 s, "))
        #expect(
            lines[0].contains("remove snapshots/0000000000, remove snapshots/1111111111, \u{2026} (row"), "\(lines)")
        #expect(lines[1].hasPrefix("refused web1 rows-per-day \u{d7}7"), "\(lines)")
        #expect(lines[2].hasPrefix("refused web1 wrong-length \u{d7}1: save data/1111111111"), "\(lines)")
        #expect(lines.last == "1 removal of restic's own after saves that failed: not counted")
    }

    @Test("names clients, addresses and keys that were never seen before the time it is about")
    func firstSights() throws {
        for (client, source, key) in [
            ("web1", "203.0.113.9", "SHA256:first"), ("web1", "192.0.2.7", "SHA256:second"),
            ("new1", "203.0.113.10", "SHA256:third"), ("db1", "192.0.2.7", "SHA256:first"),
        ] {
            let session = try story.open(client, from: source, key: key)
            try story.close(client, session)
        }
        let lines = unusual().filter { $0.hasPrefix("new") }
        #expect(lines.count == 3, "\(lines)")
        #expect(lines[0].hasPrefix("new-client new1 was never here before; 1 session from 203.0.113.10"), "\(lines)")
        #expect(lines[1].hasPrefix("new-source web1 for the first time from 203.0.113.9; 1 session"))
        #expect(lines[2].hasPrefix("new-key web1 for the first time with the key SHA256:second"))
        // In a time that begins after it, it is not new.
        story.minutesAgo(10)
        _ = try story.open("web1", from: "203.0.113.9")
        #expect(!unusual("--since", "15m").contains { $0.hasPrefix("new-") })
    }

    @Test("names bulk reads and sudden growth far above the same client's habit")
    func bulk() throws {
        let session = try story.open("web1")
        try story.close("web1", session, bytesIn: 2_000_000_000, bytesOut: 900_000_000, snapshots: 30)
        let lines = unusual().filter { $0.hasPrefix("bulk-read") || $0.hasPrefix("growth") }
        #expect(lines.count == 3, "\(lines)")
        #expect(lines[0] == "bulk-read web1 read 864 MiB; at most 6.6 MiB in such a time before")
        #expect(lines[1] == "growth web1 sent 2.1 GiB; at most 333 MiB in such a time before")
        #expect(lines[2] == "growth web1 made 37 snapshots; at most 7 in such a time before")
    }

    @Test("is silent about reads and uploads within the habit")
    func habit() throws {
        let session = try story.open("web1")
        try story.close("web1", session, bytesIn: 900_000_000, bytesOut: 20_000_000, snapshots: 3)
        #expect(!unusual().contains { !$0.hasPrefix("silent") }, "\(unusual())")
    }

    @Test("tells of sessions that died, acts that failed, what admins did, and the totals of each client")
    func rest() throws {
        let session = try story.open("web1")
        let save = try story.act("web1", session, .save, "data/\(Story.name(1))", bytes: 2048)
        try story.act("web1", session, .save, "data/\(Story.name(1))", .failed, reason: "EIO\u{1b}", row: save)
        try story.act("web1", session, .close, "", .failed, reason: "gate died")
        try story.tell(
            Entry(
                action: .clientDisable, object: "db1\u{202e}", outcome: .allowed, details: [.init("actor", "alice")]))
        let reply = desk.postern("audit", "summary", "--since", "2d")
        let lines = section("UNUSUAL", reply.out)
        #expect(lines.contains("died web1 1 session of 3 ended without a last word"), "\(lines)")
        #expect(lines.contains { $0.contains("1 act failed or lost; the last: save data/1111111111: EIO\\u{1b}") })
        let acts = section("WHAT ADMINS DID", reply.out)
        #expect(acts.count == 1 && acts[0].contains("alice client-disable db1\\u{202e}"), "\(acts)")
        #expect(reply.out.last?.split(separator: " ").first == "web1", "\(reply)")
        #expect(!reply.out.contains { $0.contains("\u{1b}") })
    }

    @Test("is one object in JSON, and works where the policy cannot be read")
    func json() throws {
        let out = desk.postern("audit", "summary", "--json").out
        #expect(out.count == 1 && out[0].hasPrefix("{\"since\":\"2027-01-08T08:00:00.000Z\""), "\(out)")
        #expect(out[0].contains("{\"kind\":\"silent\",\"client\":\"db1\",\"reason\":null,\"count\":1,\"row\":121,"))
        try desk.write("etc/clients.d/late.toml", "nonsense = 1\n")
        let reply = desk.postern("audit", "summary")
        #expect(reply.status == 0 && reply.err.contains { $0.contains("max_silence is not looked at") }, "\(reply)")
        #expect(section("UNUSUAL", reply.out).count == 1)
    }

    @Test("refuses a time that ends before it begins")
    func backwards() {
        #expect(desk.postern("audit", "summary", "--since", "1d", "--until", "2d").status == 64)
    }
}

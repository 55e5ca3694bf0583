import Calendar
import Coordination
import Policy
import Testing
import Trail

@Suite("A time as people write it") struct HumanTimeTests {
    /// One row a half hour in the two days before 08:00 UTC of 2027-01-15.
    let story: Story

    init() throws {
        story = try Story()
        for half in stride(from: Int64(96), through: 0, by: -1) {
            story.minutesAgo(half * 30)
            _ = try story.tell(Entry(client: "web1", action: .fold, outcome: .refused))
        }
    }

    /// The gateway is one hour ahead of UTC: it is 09:00 there.
    static let zone = Zone { _ in 3600 }

    @Test(
        "is read in the gateway's zone unless it says otherwise",
        arguments: [
            ("2h", "2027-01-15T06:00:00.000Z"), ("90m ago", "2027-01-15T06:30:00.000Z"),
            ("1d", "2027-01-14T08:00:00.000Z"), ("now", "2027-01-15T08:00:00.000Z"),
            ("today", "2027-01-14T23:00:00.000Z"), ("yesterday", "2027-01-13T23:00:00.000Z"),
            ("yesterday 14:00", "2027-01-14T13:00:00.000Z"), ("Today 08:30:00", "2027-01-15T07:30:00.000Z"),
            ("07:00", "2027-01-15T06:00:00.000Z"), ("2027-01-14", "2027-01-13T23:00:00.000Z"),
            ("2027-01-14 14:30", "2027-01-14T13:30:00.000Z"), ("2027-01-14T14:30:00", "2027-01-14T13:30:00.000Z"),
            ("2027-01-14T14:30:00Z", "2027-01-14T14:30:00.000Z"),
            ("2027-01-14T14:30:00.000z", "2027-01-14T14:30:00.000Z"),
            ("2027-01-14T14:30:00+05:30", "2027-01-14T09:00:00.000Z"),
            ("2027-01-14 14:30-02:00", "2027-01-14T16:30:00.000Z"),
        ])
    func since(text: String, first: String) throws {
        let reply = story.desk.run(
            ["audit", "list", "--json", "--since", text, "--config", story.desk.path("etc")], zone: Self.zone)
        #expect(reply.status == 0, "\(reply)")
        #expect(reply.out.first?.contains("\"at\":\"\(first)\"") == true, "\(reply.out.first ?? "nothing")")
    }

    @Test("ends before it, and is shown in the same zone with its distance from UTC")
    func until() {
        let reply = story.desk.run(
            ["audit", "list", "--each", "--until", "today", "--last", "1", "--config", story.desk.path("etc")],
            zone: Self.zone)
        #expect(reply.out.last?.contains(" 2027-01-14 23:30:00+01:00 ") == true, "\(reply)")
    }

    @Test(
        "is refused where it says nothing",
        arguments: ["", "soon", "2d3", "25:00", "2027-02-30", "2027-01-14T", "yesterday noon", "2027-01-14T10:00:00+1"])
    func refused(text: String) {
        let reply = story.desk.postern("audit", "list", "--since", text)
        #expect(reply.status == 64 && reply.err.contains { $0.contains("yesterday 14:00") }, "\(reply)")
    }

    @Test("is right on both sides of a change of the clocks")
    func change() throws {
        // Clocks go from +01:00 to +02:00 at 01:00 UTC of 2027-01-14.
        let zone = Zone { $0 < 1_799_888_400 ? 3600 : 7200 }
        for (text, first) in [
            ("2027-01-14 01:30", "2027-01-14T00:30:00.000Z"), ("2027-01-14 03:30", "2027-01-14T01:30:00.000Z"),
        ] {
            let reply = story.desk.run(
                ["audit", "list", "--json", "--since", text, "--config", story.desk.path("etc")], zone: zone)
            #expect(reply.out.first?.contains(first) == true, "\(text): \(reply.out.first ?? "nothing")")
        }
    }
}

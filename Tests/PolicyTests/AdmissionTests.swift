import Policy
import Testing

@Suite("A session is let in") struct AdmissionTests {
    private struct Lost: Error, Equatable {}

    /// A client with the repositories `a` (alias `old:x`) and `b`, and the places `main:teams/*`.
    private func client() throws -> Client {
        var client = Client(name: try #require(Name("web1")))
        client.repositories = [try #require(Name("a")), try #require(Name("b"))]
        client.paths = [try PlaceGlob(parsing: "main:teams/*")]
        return client
    }

    private func repositories() throws -> [Repository] {
        var a = Repository(name: "a", place: try Place(parsing: "main:hosts/a"))
        a.aliases = ["old:x", "legacy", "main:teams/alias"]
        return [a, Repository(name: "b", place: try Place(parsing: "main:hosts/b"))]
    }

    private func admit(
        _ client: Client, _ remote: String, source: String? = nil, at time: LocalTime? = nil
    ) throws -> Admission {
        let noon = LocalTime(day: try #require(Day("2027-01-31")), minute: 720)
        let arrival = Arrival(remote: remote, source: source.flatMap { Address($0) }, time: time ?? noon)
        let taken = try Place(parsing: "main:teams/taken")
        return client.admit(
            arrival, repositories: try repositories(),
            adopted: { $0 == taken ? Repository(name: "taken", place: $0) : nil },
            template: { Repository(name: $0.description, place: $0) })
    }

    private func granted(_ client: Client, _ remote: String) throws -> String? {
        guard case .granted(let grant) = try admit(client, remote) else { return nil }
        #expect(grant.client == client)
        #expect(grant.mayCreate == client.create)
        return grant.repository.name
    }

    @Test(
        "to the repository that it names, in each way of naming it",
        arguments: [
            ("", "a"), ("a", "a"), ("b", "b"), ("old:x", "a"), ("legacy", "a"), ("main:hosts/b", "b"),
            ("main:teams/alias", "a"),
            ("main:teams/new", "main:teams/new"), ("main:teams/taken", "taken"),
        ])
    func named(remote: String, repository: String) throws {
        #expect(try granted(client(), remote) == repository)
        var creator = try client()
        creator.create = true
        #expect(try granted(creator, remote) == repository)
    }

    @Test(
        "nowhere else, and hears why",
        arguments: [
            ("c", Refusal.repositoryNotGranted), ("A", .repositoryNotGranted), ("../a", .repositoryNotGranted),
            ("hosts/a", .repositoryNotGranted), ("main:hosts/c", .repositoryNotGranted),
            ("main:teams", .repositoryNotGranted),
            ("main:teams/a/b", .repositoryNotGranted), ("other:teams/a", .repositoryNotGranted),
            ("main:teams/../hosts/c", .badPlace), ("main:teams/data", .badPlace), ("main:/teams/a", .badPlace),
            ("main:", .badPlace), ("main:teams/a/", .badPlace), (":a", .badPlace), ("MAIN:teams/a", .badPlace),
        ])
    func elsewhere(remote: String, refusal: Refusal) throws {
        #expect(try admit(client(), remote) == .refused(refusal))
    }

    @Test("to no place but its repositories' own if it has no `paths`")
    func noPaths() throws {
        var client = try client()
        client.paths = []
        #expect(try granted(client, "main:hosts/b") == "b")
        #expect(try admit(client, "main:teams/new") == .refused(.repositoryNotGranted))
        #expect(try admit(client, "main:teams/taken") == .refused(.repositoryNotGranted))
    }

    @Test("with no name only if it has a repository")
    func noDefault() throws {
        let client = try client()
        let time = LocalTime(day: try #require(Day("2027-01-31")), minute: 0)
        let admission = client.admit(
            Arrival(remote: "", source: nil, time: time), repositories: [], adopted: { _ in nil },
            template: { Repository(name: "x", place: $0) })
        #expect(admission == .refused(.noRepository))
    }

    @Test("not if the lookup of an adopted repository fails")
    func lookupFails() throws {
        let client = try client()
        let time = LocalTime(day: try #require(Day("2027-01-31")), minute: 0)
        #expect(throws: Lost()) {
            try client.admit(
                Arrival(remote: "main:teams/x", source: nil, time: time), repositories: [],
                adopted: { (_) throws(Lost) in throw Lost() }, template: { Repository(name: "x", place: $0) })
        }
    }

    @Test("not if it is switched off, whatever else holds")
    func disabled() throws {
        var client = try client()
        client.disabled = true
        client.expires = Day("2000-01-01")
        for remote in ["", "a", "c", "main:teams/a"] { #expect(try admit(client, remote) == .refused(.clientDisabled)) }
    }

    @Test("up to the day on which it expires")
    func expires() throws {
        var client = try client()
        client.expires = Day("2027-02-01")
        let days = [("2027-01-31", true), ("2027-02-01", false), ("2027-02-02", false), ("2028-01-01", false)]
        for (day, isServed) in days {
            let time = LocalTime(day: try #require(Day(day)), minute: 1439)
            #expect(try (admit(client, "a", at: time) == .refused(.clientExpired)) == !isServed)
        }
    }

    @Test("in its hours")
    func hours() throws {
        var client = try client()
        client.hours = Hours("22:00-06:00")
        for (minute, isServed) in [(0, true), (359, true), (360, false), (1319, false), (1320, true), (1439, true)] {
            let time = LocalTime(day: try #require(Day("2027-01-31")), minute: minute)
            #expect(try (admit(client, "a", at: time) == .refused(.outsideHours)) == !isServed)
        }
    }

    @Test("from its networks, and never from an address that is not known")
    func source() throws {
        var client = try client()
        #expect(try admit(client, "a") != .refused(.sourceNotAllowed))
        client.from = [try #require(Network("10.0.0.0/8")), try #require(Network("2001:db8::/32"))]
        for source in ["10.1.2.3", "2001:db8::5", "::ffff:10.0.0.9"] {
            #expect(try admit(client, "a", source: source) != .refused(.sourceNotAllowed))
        }
        for source in ["11.1.2.3", "2001:db9::5", nil] {
            #expect(try admit(client, "a", source: source) == .refused(.sourceNotAllowed))
        }
    }
}

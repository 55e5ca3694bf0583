import Policy
import Retention
import Testing

@Suite("Which snapshots are suspect") struct TrustTests {
    private func suspicions(
        off: Int64 = 0, client: String? = "web1", host: String = "web1", paths: [String] = ["/srv"],
        sessionAgo: Int64? = nil, _ change: (inout Client) -> Void = { _ in }
    ) throws -> [Suspicion] {
        var history = try History()
        history.add(ago: 100, off: off, client: client, host: host, paths: paths)
        if let sessionAgo {
            history.snapshots[0].sessionBegan = Instant(seconds: History.now.seconds - sessionAgo)
        }
        var policy = Client(name: try #require(Name("web1")))
        change(&policy)
        return Trust(tolerance: .seconds(3600), clients: [policy]).suspicions(of: history.snapshots[0])
    }

    @Test("A snapshot's own time may be off by the tolerance and not by more")
    func time() throws {
        for off: Int64 in [0, 3600, -3600] { #expect(try suspicions(off: off).isEmpty) }
        #expect(try suspicions(off: 3601) == [.tooNew(3601)])
        #expect(try suspicions(off: -3601) == [.tooOld(3601)])
    }

    @Test("A backup that took ten hours tells the time at which it began")
    func longBackup() throws {
        let took = 10 * History.hour
        #expect(try suspicions(off: -took, sessionAgo: 100 + took).isEmpty)
        #expect(try suspicions(off: -took - 3600, sessionAgo: 100 + took).isEmpty)
        #expect(try suspicions(off: -took - 3601, sessionAgo: 100 + took) == [.tooOld(took + 3601)])
        #expect(try suspicions(off: 3601, sessionAgo: 100 + took) == [.tooNew(3601)])
    }

    @Test(
        "A path lies in a source, or it does not",
        arguments: [
            ("/srv", "/srv", true), ("/srv", "/srv/www", true), ("/srv", "/srv/", true), ("/", "/etc", true),
            ("/srv/", "/srv", true), ("/srv", "/srvx", false), ("/srv", "/", false), ("/srv", "/etc", false),
            ("/srv", "/srv/../etc", false), ("/srv", "srv", false), ("/srv", "", false), ("/srv", "/SRV", false),
            ("C:\\Users", "C:\\Users\\a", true), ("C:\\Users", "c:/users", true), ("C:\\Users", "D:\\Users", false),
            ("/srv", "/srv\\..\\etc", false), ("C:\\Users", "C:\\Users\\..\\x", false), ("/C:", "C:\\", false),
        ])
    func paths(source: String, path: String, isInside: Bool) throws {
        let found = try suspicions(paths: ["/srv/a", path]) { $0.sources = [source, "/srv/a"] }
        #expect(found == (isInside ? [] : [.foreignPath(path)]))
    }

    @Test("A snapshot without any path fits no source; without sources nothing is checked")
    func noPaths() throws {
        #expect(try suspicions(paths: []) { $0.sources = ["/"] } == [.foreignPath("")])
        #expect(try suspicions(paths: []).isEmpty)
        #expect(try suspicions(paths: ["/anything"]).isEmpty)
    }

    @Test("A host's name is one of the client's, to the letter")
    func hosts() throws {
        #expect(try suspicions(host: "web1") { $0.hosts = ["a", "web1"] }.isEmpty)
        #expect(try suspicions(host: "Web1") { $0.hosts = ["web1"] } == [.foreignHost("Web1")])
        #expect(try suspicions(host: "x").isEmpty)
    }

    @Test("All that is wrong is told")
    func all() throws {
        let found = try suspicions(off: 7200, host: "x", paths: ["/a", "/srv", "/b"]) {
            ($0.sources, $0.hosts) = (["/srv"], ["web1"])
        }
        #expect(found == [.tooNew(7200), .foreignPath("/a"), .foreignPath("/b"), .foreignHost("x")])
    }

    @Test("Another client's policy, or none, is not asked")
    func otherClient() throws {
        for client in ["web2", nil] {
            #expect(try suspicions(client: client, host: "x") { $0.hosts = ["web1"] }.isEmpty)
        }
    }
}

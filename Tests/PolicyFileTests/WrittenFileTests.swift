import Foundation
import Policy
import PolicyFile
import Restic
import Testing

@Suite("Files that the coordinator writes") struct WrittenFileTests {
    @Test("A client's file says just what was given, and is read back as it was meant")
    func client() throws {
        let name = try #require(Name("web1"))
        var file = ClientFile(name: name)
        #expect(file.text.split(separator: "\n").count == 1)
        file.repositories = [name]
        file.paths = [try PlaceGlob(parsing: "main:teams/*/**")]
        file.create = true
        file.maxRepositories = 2
        file.from = [try #require(Network("10.0.0.0/8")), try #require(Network("::1"))]
        file.hours = Hours("22:00-06:00")
        file.expires = Day("2027-01-31")
        file.sources = ["/srv/a \"b\"\\c", "/é\u{2028}"]
        file.hosts = ["WEB-1"]
        file.reading = Client.Reading.none
        file.locks = .any
        file.keys = .add
        file.readBudget = .mebibytes(3)
        file.sessions = 2
        file.rowsPerDay = 3
        file.uploadPerDay = ByteCount(bytes: 1_500_000_000)
        file.snapshotsPerDay = 4
        file.maxSilence = .seconds(36 * 3600)
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", file.text)
        let client = try #require(try policy.folder.gate(for: name)).client
        var expected = Client(name: name)
        expected.repositories = file.repositories
        expected.paths = file.paths
        expected.create = true
        expected.maxRepositories = 2
        expected.from = file.from
        expected.hours = file.hours
        expected.expires = file.expires
        expected.sources = file.sources
        expected.hosts = file.hosts
        expected.reading = .none
        expected.locks = .any
        expected.keys = .add
        expected.readBudget = .mebibytes(3)
        expected.sessions = 2
        expected.rowsPerDay = 3
        expected.uploadPerDay = ByteCount(bytes: 1_500_000_000)
        expected.snapshotsPerDay = 4
        expected.maxSilence = .seconds(36 * 3600)
        #expect(client == expected)
    }

    @Test("A repository's file says just what was given, and is read back as it was meant")
    func repository() throws {
        let name = try #require(Name("web1"))
        let place = try Place(parsing: "main:hosts/web1")
        #expect(RepositoryFile(name: name, place: place).text.hasSuffix("\nat = \"main:hosts/web1\"\n"))
        var file = RepositoryFile(name: name, place: place)
        file.aliases = ["s3-resticrepo:databucket", "q\"\\"]
        file.quota = .gibibytes(500)
        file.maxObjects = 1000
        file.password = SecretReference("secret:web1")
        file.key = "0a1b2c3d"
        file.protect = .seconds(86400)
        file.maxRemovePercent = 7
        file.hold = .seconds(90)
        file.keep.last = 1
        file.keep.hourly = 2
        file.keep.daily = 3
        file.keep.weekly = 4
        file.keep.monthly = 5
        file.keep.yearly = 6
        file.keep.within = .seconds(14 * 86400)
        file.schedule = [.forget: "daily", .verify: "Sun 03:30"]
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("repos.d/web1.toml", file.text)
        var expected = Repository(name: "web1", place: place)
        expected.aliases = file.aliases
        expected.quota = file.quota
        expected.maxObjects = 1000
        expected.password = file.password
        expected.key = file.key
        expected.protect = .seconds(86400)
        expected.maxRemovePercent = 7
        expected.hold = .seconds(90)
        expected.keep = file.keep
        expected.schedule = file.schedule
        #expect(try policy.folder.gate(for: name)?.repositories == [expected])
    }
}

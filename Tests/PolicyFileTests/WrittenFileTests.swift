import Calendar
import Foundation
import Policy
import PolicyFile
import Restic
import Testing

@Suite("Files that the coordinator writes") struct WrittenFileTests {
    /// A client with every key of a file that is written.
    private func client(_ name: Name) throws -> Client {
        var client = Client(name: name)
        client.repositories = [name]
        client.paths = [try PlaceGlob(parsing: "main:teams/*/**")]
        client.create = true
        client.maxRepositories = 2
        client.from = [try #require(Network("10.0.0.0/8")), try #require(Network("::1"))]
        client.hours = Hours("22:00-06:00")
        client.expires = Day("2027-01-31")
        client.sources = ["/srv/a \"b\"\\c", "/é\u{2028}"]
        client.hosts = ["WEB-1"]
        client.reading = .none
        client.locks = .any
        client.keys = .add
        client.readBudget = .mebibytes(3)
        client.sessions = 2
        client.rowsPerDay = 3
        client.uploadPerDay = ByteCount(bytes: 1_500_000_000)
        client.snapshotsPerDay = 4
        client.maxSilence = .seconds(36 * 3600)
        return client
    }

    @Test("A client's file says just what was given, and is read back as it was meant")
    func clientFile() throws {
        let name = try #require(Name("web1"))
        let client = try client(name)
        var file = ClientFile(name: name)
        #expect(file.text.split(separator: "\n").count == 1)
        (file.repositories, file.paths) = (client.repositories, client.paths)
        (file.create, file.maxRepositories) = (client.create, client.maxRepositories)
        (file.from, file.hours, file.expires) = (client.from, client.hours, client.expires)
        (file.sources, file.hosts) = (client.sources, client.hosts)
        (file.reading, file.readBudget) = (client.reading, client.readBudget)
        (file.locks, file.keys, file.sessions) = (client.locks, client.keys, client.sessions)
        (file.rowsPerDay, file.uploadPerDay) = (client.rowsPerDay, client.uploadPerDay)
        (file.snapshotsPerDay, file.maxSilence) = (client.snapshotsPerDay, client.maxSilence)
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", file.text)
        #expect(try policy.folder.gate(for: name)?.client == client)
    }

    @Test("A text with control characters is written escaped")
    func escaped() throws {
        var file = RepositoryFile(name: try #require(Name("a")), place: try Place(parsing: "main:a"))
        file.aliases = ["\u{1b}[2J\u{7f}\n"]
        #expect(file.text.contains("aliases = [\"\\u001b[2J\\u007f\\u000a\"]\n"))
    }

    /// A repository with every key of a file that is written.
    private func repository(at place: Place) -> Repository {
        var repository = Repository(name: "web1", place: place)
        repository.aliases = ["s3-resticrepo:databucket", "q\"\\"]
        repository.quota = .gibibytes(500)
        repository.maxObjects = 1000
        repository.password = SecretReference("secret:web1")
        repository.key = "0a1b2c3d"
        repository.protect = .seconds(86400)
        repository.maxRemovePercent = 7
        repository.hold = .seconds(90)
        repository.keep.last = 1
        repository.keep.hourly = 2
        repository.keep.daily = 3
        repository.keep.weekly = 4
        repository.keep.monthly = 5
        repository.keep.yearly = 6
        repository.keep.within = .seconds(14 * 86400)
        repository.keep.tags = ["keep", "legal,signed"].compactMap { TagSet($0) }
        repository.schedule[.forget] = CalendarExpression("daily")
        repository.schedule[.verify] = CalendarExpression("Sun 03:30")
        return repository
    }

    @Test("A repository's file says just what was given, and is read back as it was meant")
    func repositoryFile() throws {
        let name = try #require(Name("web1"))
        let place = try Place(parsing: "main:hosts/web1")
        #expect(RepositoryFile(name: name, place: place).text.hasSuffix("\nat = \"main:hosts/web1\"\n"))
        let repository = repository(at: place)
        var file = RepositoryFile(name: name, place: place)
        (file.aliases, file.quota, file.maxObjects) = (repository.aliases, repository.quota, repository.maxObjects)
        (file.password, file.key, file.protect) = (repository.password, repository.key, repository.protect)
        (file.maxRemovePercent, file.hold) = (repository.maxRemovePercent, repository.hold)
        (file.keep, file.schedule) = (repository.keep, repository.schedule)
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("repos.d/web1.toml", file.text)
        #expect(try policy.folder.gate(for: name)?.repositories == [repository])
    }
}

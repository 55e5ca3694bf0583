import Foundation
import Policy
import PolicyFile
import Testing

@Suite("A session by path") struct AdoptedPlaceTests {
    private func policy() throws -> ScratchPolicy {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", "paths = [\"main:**\"]\n")
        try policy.write("repos.d/team.toml", "at = \"main:teams/a\"\nquota = \"1GB\"\n")
        try policy.writeIndex()
        return policy
    }

    private func adopted(_ place: String, in policy: ScratchPolicy) throws -> String? {
        let name = try #require(Name("web1"))
        let gate = try #require(try policy.folder.gate(for: name))
        return try gate.adopted(Place(parsing: place))?.name
    }

    @Test("finds the repository that has a file for the place")
    func found() throws {
        let policy = try policy()
        #expect(try adopted("main:teams/a", in: policy) == "team")
        #expect(try adopted("main:hosts/web1", in: policy) == "web1")
    }

    @Test("is let in with the policy of that repository, or else with the defaults")
    func admitted() throws {
        let policy = try policy()
        let name = try #require(Name("web1"))
        let gate = try #require(try policy.folder.gate(for: name))
        let noon = LocalTime(day: try #require(Day("2027-01-31")), minute: 720)
        for (remote, repository) in [("main:teams/a", "team"), ("main:teams/b", "main:teams/b")] {
            let admission = try gate.client.admit(
                Arrival(remote: remote, source: nil, time: noon), repositories: gate.repositories,
                adopted: gate.adopted, template: gate.template)
            guard case .granted(let grant) = admission else {
                Issue.record("\(admission)")
                continue
            }
            #expect(grant.repository.name == repository)
            #expect((grant.repository.quota == nil) == (repository != "team"))
        }
    }

    @Test("finds none where no file claims the place, not even a longer one")
    func none() throws {
        let policy = try policy()
        for place in ["main:teams", "main:teams/a/b", "main:teams/aa", "main:x"] {
            #expect(try adopted(place, in: policy) == nil)
        }
    }

    @Test("reads only the one file that the index names")
    func onlyOne() throws {
        let policy = try policy()
        try policy.write("repos.d/web1.toml", "]")
        #expect(try adopted("main:teams/a", in: policy) == "team")
    }

    @Test(
        "fails where the index is wrong: an adopted repository never falls back to the defaults",
        arguments: ["main:teams/b\tteam\n", "main:teams/b\tgone\n", "main:teams/b\t../x\n", "main:teams/b\t\n"])
    func wrong(index: String) throws {
        let policy = try policy()
        try policy.write(PlacesIndex.name, index)
        let error = #expect(throws: PolicyFileError.self) { try adopted("main:teams/b", in: policy) }
        #expect(error?.problems.first?.file == "\(policy.path)/places")
    }

    @Test("searches all files where the index is missing")
    func missing() throws {
        let policy = try policy()
        try FileManager.default.removeItem(atPath: "\(policy.path)/places")
        #expect(try adopted("main:teams/a", in: policy) == "team")
        #expect(try adopted("main:teams/b", in: policy) == nil)
    }

    @Test("searches all files where one came or left after the index was written, and fails if one cannot be read")
    func older() throws {
        let policy = try policy()
        // The kernel's clock for files goes in steps of some milliseconds.
        usleep(50_000)
        try policy.write("repos.d/new.toml", "at = \"main:teams/new\"\n")
        #expect(try adopted("main:teams/new", in: policy) == "new")
        try policy.write("repos.d/a.toml", "]")
        #expect(throws: PolicyFileError.self) { try adopted("main:teams/new", in: policy) }
    }

    @Test("searches all files where one was edited in place after the index was written")
    func edited() throws {
        let policy = try policy()
        usleep(50_000)
        let file = try #require(FileHandle(forWritingAtPath: "\(policy.path)/repos.d/team.toml"))
        try file.write(contentsOf: Data("at = \"main:teams/b\"\nquota = \"1GB\"\n".utf8))
        try file.close()
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1000)], ofItemAtPath: "\(policy.path)/repos.d/team.toml")
        #expect(try adopted("main:teams/b", in: policy) == "team")
        #expect(try adopted("main:teams/a", in: policy) == nil)
    }

    @Test("The index is sorted, and names each place once")
    func text() throws {
        let places = ["main:b", "main:a/c", "main:a"]
        let repositories = try places.enumerated().map {
            try Repository(name: "r\($0.offset)", place: Place(parsing: $0.element))
        }
        let lines = PlacesIndex.text(of: repositories).split(separator: "\n")
        #expect(lines.dropFirst() == ["main:a\tr2", "main:a/c\tr1", "main:b\tr0"])
        #expect(lines.first?.hasPrefix("#") == true)
    }
}

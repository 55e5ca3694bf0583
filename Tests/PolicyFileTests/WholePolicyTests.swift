import Foundation
import Policy
import PolicyFile
import Testing

@Suite("The whole policy") struct WholePolicyTests {
    @Test("Every client and every repository comes by name")
    func all() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/a.toml", "create = true\n")
        try policy.write("repos.d/a.toml", "at = \"main:a\"\n")
        let all = try policy.folder.all()
        #expect(all.clients.map(\.name.description) == ["a", "web1"])
        #expect(all.repositories.map(\.name) == ["a", "web1"])
        #expect(all.settings.gateway.storages.count == 1)
    }

    @Test("All that is wrong is said at once, file by file and line by line")
    func problems() throws {
        let policy = try ScratchPolicy([
            "postern.toml": "state = 1\n[audit]\nsyslog = \"yes\"\n",
            "clients.d/a.toml": "sessions = 0\nreed = \"none\"\n",
            "clients.d/b.toml": "repos = [\"nope\", \"x\"]\n",
            "clients.d/note.txt": "",
            "repos.d/x.toml": "at = \"main:x\"\nquota = \"?\"\nhold = \"?\"\n",
            "repos.d/y.toml": "at = \"main:y\"\naliases = [\"a b\", \"c d\"]\n",
        ])
        let places = policy.folder.check().map { problem in
            problem.file.dropFirst(policy.path.count + 1) + (problem.line.map { ":\($0)" } ?? "")
        }
        #expect(
            places == [
                "postern.toml:3", "postern.toml:1", "clients.d/note.txt", "clients.d/a.toml:2", "clients.d/a.toml:1",
                "repos.d/x.toml:3", "repos.d/x.toml:2", "repos.d/y.toml:2", "repos.d/y.toml:2", "clients.d/b.toml:1",
            ])
        let error = #expect(throws: PolicyFileError.self) { try policy.folder.all() }
        #expect(error?.problems == policy.folder.check())
    }

    @Test("A repository whose file is broken is not also called missing")
    func brokenIsNotMissing() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("repos.d/web1.toml", "at = 1\n")
        #expect(policy.folder.check().map(\.file) == ["\(policy.path)/repos.d/web1.toml"])
    }

    @Test("A missing index is a problem for the check only, and none where nothing has a file")
    func index() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        #expect(try policy.folder.all().repositories.count == 1)
        #expect(policy.folder.check().map(\.message) == ["the index of places is missing"])
        try FileManager.default.removeItem(atPath: "\(policy.path)/repos.d/web1.toml")
        try policy.write("clients.d/web1.toml", "")
        #expect(policy.folder.check().isEmpty)
    }

    @Test("A missing file or folder is named, with what to do")
    func missing() throws {
        for name in ["postern.toml", "clients.d", "repos.d"] {
            let policy = try ScratchPolicy(PolicyVector.base)
            try FileManager.default.removeItem(atPath: "\(policy.path)/\(name)")
            let problem = try #require(policy.folder.check().first)
            #expect(problem.file == "\(policy.path)/\(name)")
            #expect(problem.hint?.hasPrefix("postern init") == true)
        }
    }

    @Test("A folder that is not there is one problem")
    func nowhere() throws {
        let policy = try ScratchPolicy()
        let problems = PolicyFolder("\(policy.path)/nowhere").check()
        #expect(problems.map(\.file) == ["\(policy.path)/nowhere"])
    }

    @Test("A problem reads as FILE:LINE: MESSAGE and a hint, and shows no control characters")
    func description() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", "sesions = 1\n\"\\u202e\\u0007\" = 1\n")
        let error = #expect(throws: PolicyFileError.self) { try policy.folder.all() }
        let file = "\(policy.path)/clients.d/web1.toml"
        let lines = try #require(error).description.split(separator: "\n")
        #expect(lines.contains("\(file):1: unknown key \"sesions\""))
        #expect(lines.contains("  hint: did you mean \"sessions\"?"))
        #expect(lines.contains("\(file):2: unknown key \"\\u{202e}\\u{7}\""))
    }
}

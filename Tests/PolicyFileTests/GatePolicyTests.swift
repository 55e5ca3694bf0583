import Calendar
import Foundation
import Policy
import PolicyFile
import Restic
import Testing

@Suite("A gate reads its policy") struct GatePolicyTests {
    private static let web1 = Name("web1")

    private func gate(_ policy: ScratchPolicy) throws -> GatePolicy? {
        try policy.folder.gate(for: #require(Self.web1))
    }

    @Test("A gate gets its client and that client's repositories, in the client's order")
    func own() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web1.toml", "repos = [\"b\", \"web1\"]\nread = \"none\"\n")
        try policy.write("repos.d/web1.toml", "at = \"main:hosts/web1\"\nquota = \"1.5TiB\"\n[keep]\ndaily = 7\n")
        try policy.write("repos.d/b.toml", "at = \"main:hosts/b\"\n[schedule]\nprune = \"weekly\"\n")
        let gate = try #require(try gate(policy))
        #expect(gate.settings.gateway.state == "/var/lib/postern")
        #expect(gate.client.name == Self.web1)
        #expect(gate.client.reading == .none)
        #expect(gate.repositories.map(\.name) == ["b", "web1"])
        #expect(gate.repositories.map(\.place.description) == ["main:hosts/b", "main:hosts/web1"])
        #expect(gate.repositories.first?.schedule == [.prune: try #require(CalendarExpression("weekly"))])
        #expect(gate.repositories.last?.keep.daily == 7)
        #expect(gate.repositories.last?.quota == .gibibytes(1536))
    }

    @Test("What a file does not say is said by the defaults, table by table and key by key")
    func defaults() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        let main = try #require(PolicyVector.base["postern.toml"])
        try policy.write(
            "postern.toml",
            main + """
                [defaults.client]
                sessions = 3
                read_budget = "1GB"
                from = ["10.0.0.0/8"]
                [defaults.repo]
                hold = "3d"
                max_remove = "5%"
                [defaults.repo.keep]
                daily = 7
                weekly = 5
                """)
        try policy.write("clients.d/web1.toml", "repos = [\"web1\"]\nread_budget = \"none\"\n")
        try policy.write("repos.d/web1.toml", "at = \"main:hosts/web1\"\nhold = \"1w\"\n[keep]\nweekly = 1\n")
        let gate = try #require(try gate(policy))
        #expect(gate.client.sessions == 3)
        #expect(gate.client.readBudget == nil)
        #expect(gate.client.from.map(\.description) == ["10.0.0.0/8"])
        let repository = try #require(gate.repositories.first)
        #expect(repository.hold == .seconds(7 * 86400))
        #expect(repository.maxRemovePercent == 5)
        #expect(repository.keep.daily == 7)
        #expect(repository.keep.weekly == 1)
        let made = try gate.template(Place(parsing: "main:teams/x"))
        #expect(made.name == "main:teams/x")
        #expect(made.place.description == "main:teams/x")
        #expect(made.hold == .seconds(3 * 86400))
        #expect(made.keep.weekly == 5)
    }

    @Test("A client without a file is unknown, and that is no failure")
    func unknown() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        #expect(try policy.folder.gate(for: #require(Name("web2"))) == nil)
    }

    @Test("A client's file that cannot be read is a failure, and never taken for a client that is unknown")
    func unreadable() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        let file = "\(policy.path)/clients.d/web1.toml"
        for target in ["web1.toml", "nowhere.toml"] {
            try FileManager.default.removeItem(atPath: file)
            try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: target)
            #expect(throws: PolicyFileError.self) { try gate(policy) }
        }
        try FileManager.default.removeItem(atPath: "\(policy.path)/clients.d")
        #expect(throws: PolicyFileError.self) { try gate(policy) }
    }

    @Test("Broken files of others do not hold up a gate")
    func others() throws {
        let policy = try ScratchPolicy(PolicyVector.base)
        try policy.write("clients.d/web2.toml", "]")
        try policy.write("repos.d/web2.toml", "]")
        #expect(try gate(policy) != nil)
        #expect(policy.folder.check().count == 2)
    }

    @Test("A repository of the client that is broken, missing or in no storage keeps it out")
    func ownBroken() throws {
        for repository in ["]", "at = \"other:x\"\n", nil] {
            let policy = try ScratchPolicy(PolicyVector.base)
            if let repository {
                try policy.write("repos.d/web1.toml", repository)
            } else {
                try FileManager.default.removeItem(atPath: "\(policy.path)/repos.d/web1.toml")
            }
            #expect(throws: PolicyFileError.self) { try gate(policy) }
        }
    }

    @Test("The gateway can be read without any client")
    func gateway() throws {
        let policy = try ScratchPolicy(["postern.toml": PolicyVector.base["postern.toml"] ?? ""])
        let gateway = try policy.folder.gateway()
        let main = try #require(Name("main"))
        #expect(gateway.storages == [main: .local(root: "/srv/backup", floor: .gibibytes(5))])
        #expect(gateway.landlock == .required)
        #expect(gateway.syslog)
        #expect(gateway.drain == .seconds(1800))
        #expect(gateway.tolerance == .seconds(3600))
        #expect(throws: PolicyFileError.self) { try PolicyFolder(policy.path + "/nowhere").gateway() }
    }
}

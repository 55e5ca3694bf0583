import Testing

@Suite("The command line") struct CommandLineTests {
    static let commands = [
        [], ["init"], ["client"], ["client", "add"], ["client", "list"], ["repo"], ["repo", "add"], ["repo", "list"],
        ["policy"], ["policy", "check"], ["audit"], ["audit", "list"],
    ]

    @Test("Every command's help has examples and its exit numbers", arguments: commands)
    func help(command: [String]) throws {
        let reply = try Desk().run(command + ["--help"])
        #expect(reply.status == 0 && reply.err.isEmpty)
        let text = reply.out.joined(separator: "\n")
        for part in ["EXAMPLES", "  postern ", "EXIT STATUS", "  0   done", "  1   failed", "  64  ", "  78  "] {
            #expect(text.contains(part))
        }
    }

    @Test(
        "Every command that does something takes --config",
        arguments: commands.filter { !["", "client", "repo", "policy", "audit"].contains($0.joined()) })
    func config(command: [String]) throws {
        #expect(try Desk().run(command + ["--help"]).out.joined().contains("--config <dir>"))
    }

    @Test(
        "Wrong arguments end with 64, an error and a hint, and nothing on the output",
        arguments: [
            [], ["client"], ["bogus"], ["repo", "add"], ["repo", "add", "A", "--at", "main:a"],
            ["repo", "add", "a", "--at", "main:../a"], ["repo", "add", "a", "--at", "main:data"],
            ["repo", "add", "a", "--at", "main:a", "--quota", "5"], ["client", "add", "a"],
            ["client", "add", "a", "--mint", "k", "--pubkey", "-"], ["client", "add", "a", "--mint"],
            ["client", "add", "a", "--mint", "k", "--from", "10.0.0.1/8"],
            ["client", "add", "a", "--mint", "k", "--expires", "2027-02-30"],
            ["client", "add", "a", "--mint", "k", "--path", "hosts/**"], ["audit", "list", "--last", "0"],
            ["audit", "list", "--outcome", "good"], ["audit", "list", "--since", "soon"], ["client", "list", "x"],
        ])
    func usage(arguments: [String]) throws {
        let reply = try Desk().run(arguments)
        #expect(reply.status == 64 && reply.out.isEmpty)
        #expect(reply.err.count == 2)
        let error = try #require(reply.err.first)
        #expect(error.hasPrefix("postern: error: ") && !error.hasSuffix("."))
        let words = error.dropFirst("postern: error: ".count)
        #expect(words.first?.isUppercase == false)
        #expect(reply.err.last?.hasPrefix("postern: hint: postern ") == true)
    }

    @Test("What was typed is shown escaped")
    func escaped() throws {
        let reply = try Desk().run(["repo", "add", "a\u{1b}[2J\nb", "--at", "main:a"])
        #expect(reply.status == 64)
        #expect(reply.err.allSatisfy { $0.utf8.allSatisfy { (0x20...0x7e).contains($0) } })
    }

    @Test("A gateway that is not there ends with 78 and names the folder")
    func noGateway() throws {
        let desk = try Desk()
        for command in [["client", "list"], ["repo", "list"], ["policy", "check"], ["audit", "list"]] {
            let reply = desk.run(command + ["--config", desk.path("etc")])
            #expect(reply.status == 78)
            #expect(reply.err.first?.contains(desk.path("etc")) == true)
            #expect(reply.err.last?.contains("postern init") == true)
        }
    }
}

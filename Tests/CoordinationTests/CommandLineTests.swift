import Foundation
import Testing

@Suite("The command line") struct CommandLineTests {
    /// Every command that there is, found by the lists of subcommands in the help.
    static let commands: [[String]] = {
        var (found, open) = ([[String]](), [[String]()])
        while let command = open.popLast() {
            found.append(command)
            open += subcommands(of: command).map { command + [$0] }
        }
        return found.sorted { $0.joined(separator: " ") < $1.joined(separator: " ") }
    }()

    private static func subcommands(of command: [String]) -> [String] {
        let lines = (try? Desk())?.run(command + ["--help"]).out.flatMap { $0.split(separator: "\n") } ?? []
        let list = lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst()
        return list.filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }.compactMap { line in
            line.split(separator: " ").first.map { String($0).replacing(",", with: "") }
        }.filter { $0 != "See" && $0 != "help" }
    }

    private static func isGroup(_ command: [String]) -> Bool { commands.contains { $0.dropLast() == command[...] } }

    @Test("All commands are found")
    func all() {
        for command in [["key", "revoke"], ["policy", "edit"], ["audit", "seal"], ["client", "remove"], ["status"]] {
            #expect(Self.commands.contains(command))
        }
        #expect(Self.commands.count > 30)
    }

    @Test("Every command's help has examples and its exit numbers", arguments: commands)
    func help(command: [String]) throws {
        let reply = try Desk().run(command + ["--help"])
        #expect(reply.status == 0 && reply.err.isEmpty)
        let text = reply.out.joined(separator: "\n")
        for part in ["EXAMPLES", "  postern ", "EXIT STATUS", "  0   done", "  1   failed", "  64  ", "  78  "] {
            #expect(text.contains(part), "\(command): \(part)")
        }
    }

    @Test("Every command that does something takes --config", arguments: commands.filter { !isGroup($0) })
    func config(command: [String]) throws {
        #expect(try Desk().run(command + ["--help"]).out.joined().contains("--config <dir>"), "\(command)")
    }

    @Test("Completions for three shells know every command", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) throws {
        let script = try Desk().run(["completions", shell]).out.joined(separator: "\n")
        for word in Set(Self.commands.compactMap(\.last)) { #expect(script.contains(word), "\(word)") }
        #expect(try Desk().run(["--generate-completion-script", shell]).out.joined(separator: "\n") == script)
    }

    @Test("The completion script for bash is one")
    func bash() throws {
        let desk = try Desk()
        try desk.write("postern.bash", desk.run(["completions", "bash"]).out.joined(separator: "\n"))
        #expect(try Traced.run(["/bin/bash", "-n", desk.path("postern.bash")]).status == 0)
    }

    @Test("The man pages tell every command and every key, and groff has nothing to complain of")
    func manual() throws {
        let groff = "/usr/bin/groff"
        try #require(FileManager.default.isExecutableFile(atPath: groff), "apt-get install groff-base")
        let desk = try Desk()
        for (page, words) in [
            ("postern", Self.commands.filter { $0.count == 2 }.map { $0.joined(separator: " ") } + ["EXIT STATUS"]),
            ("postern.toml", ["repos", "max_silence", "single_gateway", "tolerance"]),
        ] {
            try desk.write("page", desk.run(["manual", page]).out.joined(separator: "\n") + "\n")
            let run = try Traced.run(["/bin/sh", "-c", "\(groff) -man -ww -Tascii -P -c \(desk.path("page")) 2>&1"])
            #expect(run.status == 0 && !run.output.contains("warning"), "\(run.output.prefix(500))")
            for word in words { #expect(run.output.contains(word), "\(word)") }
        }
        let other = desk.run(
            ["manual", "postern-gate"], input: "usage: postern-gate serve\n\nServes.\n\nEXIT STATUS\n  0  yes\n")
        #expect(other.status == 0 && other.out.contains(".SH \"EXIT STATUS\""), "\(other)")
        #expect(desk.run(["manual", "nothing"]).status == 64)
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

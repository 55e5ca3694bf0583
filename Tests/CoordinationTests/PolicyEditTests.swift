import Foundation
import Synchronization
import Testing

@Suite("postern policy edit") struct PolicyEditTests {
    private func edit(
        _ desk: Desk, _ file: String = "clients.d/web1.toml", terminal: [String]? = nil, yes: Bool = false,
        _ change: @escaping @Sendable (String) -> String
    ) -> Desk.Reply {
        desk.run(
            ["policy", "edit", file, "--config", desk.path("etc")] + (yes ? ["--yes"] : []), terminal: terminal
        ) { path in
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
            try? change(text).write(toFile: path, atomically: true, encoding: .utf8)
            return 0
        }
    }

    @Test("installs what is right, with what follows from it, and shows the difference")
    func right() throws {
        let desk = try KeyTests.desk()
        let reply = edit(desk) { $0 + "from = [\"192.0.2.0/24\"]\n" }
        #expect(reply.status == 0, "\(reply)")
        #expect(
            reply.out.contains("+from = [\"192.0.2.0/24\"]") && reply.out.contains { $0.hasPrefix("@@ -1,2 +1,3 @@") })
        #expect(desk.text("etc/authorized_keys")?.contains("from=\"192.0.2.0/24\"") == true)
        #expect(desk.postern("policy", "check").status == 0)
        #expect(edit(desk) { $0 }.out == ["nothing was changed"])
    }

    @Test("installs nothing that is wrong; x discards, and so does the end of the input")
    func wrong() throws {
        let desk = try KeyTests.desk()
        let before = try desk.policy()
        for terminal in [["d", "what", "x"], [String]()] {
            let reply = edit(desk, terminal: terminal) { $0 + "frmo = []\n" }
            #expect(reply.err.contains { $0.contains("unknown key \"frmo\"") }, "\(reply)")
            #expect(reply.err.contains { $0.contains("what now? e (edit again)") })
            #expect(reply.status == (terminal.isEmpty ? 1 : 0), "\(reply)")
            #expect(try desk.policy() == before)
        }
    }

    @Test("e opens the editor again, with what was written before")
    func again() throws {
        let desk = try KeyTests.desk()
        let reply = edit(desk, terminal: ["e", "y"]) { text in
            text.contains("frmo") ? text.replacing("frmo", with: "from") : text + "frmo = []\n"
        }
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.text("etc/clients.d/web1.toml")?.hasSuffix("from = []\n") == true)
    }

    @Test("asks on a terminal before it installs")
    func asks() throws {
        let desk = try KeyTests.desk()
        let before = try desk.policy()
        #expect(edit(desk, terminal: ["x"]) { $0 + "create = true\n" }.out.last == "discarded: nothing was changed")
        #expect(try desk.policy() == before)
        #expect(edit(desk, terminal: [], yes: true) { $0 + "create = true\n" }.status == 0)
        #expect(try desk.policy() != before)
    }

    @Test("Two admins who edit one file at once lose nothing")
    func together() throws {
        let desk = try KeyTests.desk()
        try desk.write("etc/clients.d/web1.toml", "repos = [\"web1\"]\n# a\n# b\n# c\nsessions = 4\n")
        let reply = edit(desk) { text in
            // While this editor is open, another admin edits the same file.
            if !text.contains("sessions = 5") {
                let other = edit(desk) { $0.replacing("sessions = 4", with: "sessions = 5") }
                #expect(other.status == 0, "\(other)")
            }
            return text.replacing("[\"web1\"]", with: "[\"web1\"]\ncreate = true")
        }
        #expect(reply.status == 0 && reply.err.contains { $0.contains("another admin changed") }, "\(reply)")
        #expect(
            desk.text("etc/clients.d/web1.toml")
                == "repos = [\"web1\"]\ncreate = true\n# a\n# b\n# c\nsessions = 5\n")
    }

    @Test(
        "Where both changed the same line, both stand in the file that is edited again, and neither is installed alone")
    func conflict() throws {
        let desk = try KeyTests.desk()
        try desk.write("etc/clients.d/web1.toml", "repos = [\"web1\"]\nsessions = 4\n")
        let turns = Mutex(0)
        let reply = edit(desk, terminal: ["e", "y"]) { text in
            let turn = turns.withLock { count in
                count += 1
                return count
            }
            guard turn == 1 else {
                #expect(
                    text.contains("<<<<<<< yours\nsessions = 6\n=======\nsessions = 5\n>>>>>>> the other admin's\n"))
                return "repos = [\"web1\"]\nsessions = 11\n"
            }
            _ = edit(desk) { $0.replacing("sessions = 4", with: "sessions = 5") }
            return text.replacing("sessions = 4", with: "sessions = 6")
        }
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.text("etc/clients.d/web1.toml") == "repos = [\"web1\"]\nsessions = 11\n")
    }

    @Test("Many admins at once, each with a file of his own, lose nothing")
    func crowd() async throws {
        let desk = try KeyTests.desk()
        await withTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    let file = "repos.d/new\(number).toml"
                    let reply = edit(desk, file, yes: true) { _ in "at = \"main:new\(number)\"\n" }
                    #expect(reply.status == 0, "\(reply)")
                }
            }
        }
        #expect(try desk.names("etc/repos.d").count == 9)
        #expect(desk.text("etc/places")?.split(separator: "\n").count == 10)
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test(
        "takes only files of the policy", arguments: ["authorized_keys", "places", "../x", "clients.d/X.toml", "a/b"])
    func foreign(file: String) throws {
        let desk = try KeyTests.desk()
        let reply = edit(desk, file) { $0 + "x" }
        #expect(reply.status == 64 && reply.err.first?.contains("no file of the policy") == true, "\(reply)")
    }

    @Test("mends a postern.toml that is broken")
    func broken() throws {
        let desk = try KeyTests.desk()
        let good = try #require(desk.text("etc/postern.toml"))
        try desk.write("etc/postern.toml", good + "nonsense\n")
        #expect(desk.postern("client", "list").status == 78)
        let reply = edit(desk, "postern.toml") { _ in good }
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.postern("client", "list").status == 0)
    }

    @Test("An editor that cannot be started, or ends badly, changes nothing")
    func editor() throws {
        let desk = try KeyTests.desk()
        let before = try desk.policy()
        for status in [nil, 1] as [Int32?] {
            let reply = desk.run(
                ["policy", "edit", "postern.toml", "--config", desk.path("etc")], edit: { _ in status })
            #expect(reply.status == 1, "\(reply)")
        }
        #expect(try desk.policy() == before)
    }
}

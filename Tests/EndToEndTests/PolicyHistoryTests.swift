import Foundation
import Peer
import Testing
import Trial

@Suite("The policy's history") struct PolicyHistoryTests {
    private func objects(_ run: Run) throws -> [[String: Any]] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
    }

    @Test("tells who, when and what, with hashes that go on from each other; diff shows the lines")
    func history() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1")
        try await trial.run(
            "\(trial.programs)/postern",
            ["policy", "edit", "clients.d/web1.toml", "--config", "\(trial.folder)/etc"],
            variables: ["EDITOR": "sed -i -e '$acreate = true'"]
        ).required()
        let changes = try objects(try await trial.postern("policy", "history", "--json").required())
        #expect(changes.map { $0["action"] as? String } == ["repo-add", "client-add", "policy-change"])
        for (one, next) in zip(changes, changes.dropFirst()) {
            #expect(one["after"] as? String == next["before"] as? String)
        }
        let sums = try await trial.run(
            "sh",
            [
                "-c",
                """
                cd \(trial.folder)/etc && find postern.toml authorized_keys.d clients.d repos.d -type f | LC_ALL=C sort |
                    xargs sha256sum | sha256sum | cut -d' ' -f1
                """,
            ]
        ).required()
        #expect(changes.last?["after"] as? String == sums.lines[0])
        let diff = try await trial.postern("policy", "diff").required()
        #expect(diff.lines.contains("+create = true"), "\(diff)")
        let first = try #require(changes.first?["row"] as? Int)
        let added = try await trial.postern("policy", "diff", "\(first)").required()
        #expect(added.lines.contains("+at = \"main:web1\""), "\(added)")
    }

    @Test("An edit by hand is shown, found by the next act, and written down as one")
    func byHand() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1")
        try await trial.edit("etc/clients.d/web1.toml") { $0 + "sessions = 2\n" }
        let pending = try await trial.postern("policy", "diff", "--by-hand")
        #expect(pending.status == .exited(2) && pending.lines.contains("+sessions = 2"), "\(pending)")
        try await trial.postern("repo", "add", "web2", "--at", "main:web2").required()
        #expect(try await trial.postern("policy", "diff", "--by-hand").isSuccess)
        let changes = try objects(try await trial.postern("policy", "history", "--json").required())
        #expect(changes.map { $0["byHand"] as? Bool } == [false, false, true, false])
        let row = try #require(changes[2]["row"] as? Int)
        let diff = try await trial.postern("policy", "diff", "\(row)").required()
        #expect(diff.lines.contains("+sessions = 2"), "\(diff)")
    }

    @Test("explain answers as the gate does, and names the line that says so")
    func explain() async throws {
        let trial = try await Trial()
        try await trial.postern("repo", "add", "web1", "--at", "main:web1").required()
        try await trial.addClient("web1")
        try await trial.edit("etc/clients.d/web1.toml") { $0 + "read = \"none\"\n" }
        let command = "serve restic --stdio web1"
        let yes = try await trial.postern("policy", "explain", "web1", command).required()
        #expect(
            yes.lines.contains {
                $0.hasPrefix("no   read packs: restore") && $0.contains("read-none")
                    && $0.hasSuffix("read, \(trial.folder)/etc/clients.d/web1.toml:3")
            }, "\(yes)")
        #expect(yes.lines.contains { $0.hasPrefix("no   remove anything else") && $0.hasSuffix("the contract") })
        #expect(yes.lines.contains { $0.contains("sessions") && $0.hasSuffix("sessions, built in") })
        for (words, reason) in [
            ("serve restic --stdio main:other", "repository-not-granted"), ("ls", "a gate would not serve this"),
        ] {
            let no = try await trial.postern("policy", "explain", "web1", words)
            #expect(no.status == .exited(2) && (no.output + no.error).contains(reason), "\(no)")
        }
    }
}

import Foundation
import Keys
import Testing

@Suite("postern client") struct ClientTests {
    @Test("add writes the client, its key and the line for sshd")
    func add() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern(
            "client", "add", "web1", "--repo", "web1", "--source", "/srv", "--from", "192.0.2.0/24", "--expires",
            "2027-01-31", "--create", "--pubkey", "-", input: "\(SampleKey.first) root@web1\n")
        #expect(reply.status == 0, "\(reply)")
        let file = try #require(desk.text("etc/clients.d/web1.toml"))
        for line in ["repos = [\"web1\"]", "create = true", "sources = [\"/srv\"]", "from = [\"192.0.2.0/24\"]"] {
            #expect(file.contains(line))
        }
        #expect(
            desk.text("etc/authorized_keys.d/web1")
                == "# postern: added=2027-01-15T08:00:00Z\n\(SampleKey.first) root@web1\n")
        let line =
            "restrict,command=\"/opt/postern/bin/postern-gate serve --client web1 --config \(desk.path("etc"))\","
            + "from=\"192.0.2.0/24\",expiry-time=\"20270130235959Z\" \(SampleKey.first) web1"
        #expect(desk.text("etc/authorized_keys")?.split(separator: "\n").dropFirst(2) == [Substring(line)])
        for name in ["clients.d/web1.toml", "authorized_keys.d/web1", "authorized_keys"] {
            #expect(try desk.mode("etc/\(name)") == 0o640)
        }
    }

    @Test("add prints what the host needs")
    func instructions() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern(
            "client", "add", "web1", "--repo", "web1", "--create", "--pubkey", "-", input: SampleKey.first)
        let words = Set(reply.out.map { $0.trimmingCharacters(in: .whitespaces) })
        for part in [
            "Host postern", "IdentityFile ~/.ssh/postern", "IdentitiesOnly yes", "BatchMode yes",
            "ServerAliveInterval 30",
            "ServerAliveCountMax 10", "RESTIC_REPOSITORY=rclone:web1", "restic -o rclone.program=\"ssh postern\" init",
        ] { #expect(words.contains(part), "\(part)") }
        let json = desk.postern(
            "client", "add", "web2", "--path", "main:a/**", "--pubkey", "-", "--json", input: SampleKey.second)
        let object = try JSONSerialization.jsonObject(with: Data(json.out.joined().utf8)) as? [String: Any]
        #expect(
            object?.keys.sorted() == ["client", "environment", "fingerprint", "first", "option", "ssh_config"])
    }

    @Test("add --mint makes a key for its owner alone, and never replaces one")
    func mint() throws {
        let desk = try Desk.withRepository()
        let key = desk.path("web1.key")
        #expect(desk.postern("client", "add", "web1", "--repo", "web1", "--mint", key).status == 0)
        #expect(try desk.mode("web1.key") == 0o600)
        let made = try PublicKey(parsing: desk.text("web1.key.pub") ?? "")
        #expect(try KeyFile.read(desk.path("etc/authorized_keys.d/web1")).entry(of: made) != nil)
        let before = (try desk.policy(), desk.text("web1.key"))
        let reply = desk.postern("client", "add", "web2", "--repo", "web1", "--mint", key)
        #expect(reply.status == 1 && reply.err.contains { $0.contains("never overwritten") }, "\(reply)")
        #expect(try desk.policy() == before.0)
        #expect(desk.text("web1.key") == before.1)
    }

    @Test(
        "add refuses what does not fit, and changes nothing",
        arguments: [
            (["web2", "--repo", "web1"], SampleKey.first, "belongs to the client web1"),
            (["web1", "--repo", "web1"], SampleKey.second, "there is a client \"web1\" already"),
            (["web1", "--repo", "web1", "--create"], SampleKey.first, "there is a client \"web1\" already"),
            (["web2", "--repo", "nothing"], SampleKey.second, "there is no repository \"nothing\""),
            (["web2", "--path", "nowhere:**"], SampleKey.second, "there is no storage \"nowhere\""),
            (["web2", "--repo", "web1", "--source", "srv"], SampleKey.second, "\"srv\" is not a path"),
            (["web2", "--repo", "web1"], "command=\"sh\" \(SampleKey.second)", "something stands before the type"),
            (["web2", "--repo", "web1"], "", "no public key"),
        ])
    func refused(arguments: [String], key: String, reason: String) throws {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        let before = try desk.policy()
        let reply = desk.run(
            ["client", "add"] + arguments + ["--pubkey", "-", "--config", desk.path("etc")], input: key)
        #expect(reply.status == 1 && reply.out.isEmpty, "\(reply)")
        #expect(reply.err.contains { $0.hasPrefix("postern: error: ") && $0.contains(reason) }, "\(reply)")
        #expect(try desk.policy() == before)
    }

    @Test(
        "add that was cut is finished by the same command",
        arguments: [["authorized_keys"], ["authorized_keys", "authorized_keys.d/web1"]])
    func cut(lost: [String]) throws {
        let desk = try Desk.withRepository()
        let empty = desk.text("etc/authorized_keys") ?? ""
        let arguments = ["client", "add", "web1", "--repo", "web1", "--pubkey", "-", "--config", desk.path("etc")]
        _ = desk.run(arguments, input: SampleKey.first)
        let whole = try desk.policy()
        for file in lost {
            if file == "authorized_keys" {
                try desk.write("etc/\(file)", empty)
            } else {
                try desk.remove("etc/\(file)")
            }
        }
        let reply = desk.run(arguments, input: SampleKey.first)
        #expect(reply.status == 0, "\(reply)")
        #expect(try desk.policy() == whole)
    }

    @Test("Lines for sshd are not generated beside a damaged or a foreign file of keys, which is named")
    func foreign() throws {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        for (file, text, reason) in [
            ("wbe1", SampleKey.second, "authorized_keys.d/wbe1: no client has this name"),
            ("web1", "\(SampleKey.first)\nnonsense\n", "authorized_keys.d/web1"),
        ] {
            let before = desk.text("etc/authorized_keys.d/\(file)")
            try desk.write("etc/authorized_keys.d/\(file)", text)
            let lines = desk.text("etc/authorized_keys")
            let reply = desk.postern(
                "client", "add", "web2", "--repo", "web1", "--pubkey", "-", input: SampleKey.second)
            #expect(reply.status == 78 && reply.err.contains { $0.contains(reason) }, "\(reply)")
            #expect(desk.text("etc/authorized_keys") == lines)
            #expect(desk.text("etc/clients.d/web2.toml") == nil)
            if let before {
                try desk.write("etc/authorized_keys.d/\(file)", before)
            } else {
                try desk.remove("etc/authorized_keys.d/\(file)")
            }
        }
    }

    @Test("Of many admins at once none loses what another added")
    func together() async throws {
        let desk = try Desk.withRepository()
        try await withThrowingTaskGroup { group in
            for number in 0..<12 {
                group.addTask {
                    let key = desk.path("key\(number)")
                    return desk.postern("client", "add", "host\(number)", "--repo", "web1", "--mint", key).status
                }
            }
            for try await status in group { #expect(status == 0) }
        }
        #expect(try desk.names("etc/clients.d").count == 12)
        #expect(desk.text("etc/authorized_keys")?.split(separator: "\n").count == 25)
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test("list shows each client with its keys, as text and as JSON")
    func list() throws {
        let desk = try Desk.withRepository()
        desk.postern(
            "client", "add", "web1", "--repo", "web1", "--create", "--pubkey", "-", input: SampleKey.first + " a b")
        #expect(
            desk.postern("client", "list").out == [
                "NAME  STATE  REPOS  PATHS  CREATE  KEYS  EXPIRES  FROM",
                "web1  on     web1   -      yes     1     -        -",
            ])
        #expect(
            desk.postern("client", "list", "--json").out == [
                #"[{"name":"web1","disabled":false,"create":true,"repos":["web1"],"paths":[],"sources":[],"from":[],"expires":null,"#
                    + #""keys":[{"fingerprint":"SHA256:i9XH4wNxvjxhKBwTUoz8dopt+svrQXhRYYAQIP71eT8","type":"ssh-ed25519","comment":"a b","#
                    + #""added":"2027-01-15T08:00:00Z","expires":null}]}]"#
            ])
    }

    @Test("An act that the trail does not have is done, and said loudly")
    func withoutLedger() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        #expect(reply.status == 0)
        #expect(reply.err.first == "postern: warning: client-add web1 is not in the trail: the ledger is not running")
    }
}

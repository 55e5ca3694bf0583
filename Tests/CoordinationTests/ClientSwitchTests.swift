import Foundation
import Testing

@Suite("postern client, later on") struct ClientSwitchTests {
    @Test("disable writes one word into the file and enable takes it back; comments stay")
    func turn() throws {
        let desk = try KeyTests.desk()
        try desk.write("etc/clients.d/web1.toml", "# mine\nrepos = [\"web1\"] # here\n")
        #expect(desk.postern("client", "disable", "web1").out == ["client web1 is switched off"])
        #expect(desk.text("etc/clients.d/web1.toml") == "# mine\nrepos = [\"web1\"] # here\ndisabled = true\n")
        #expect(desk.postern("client", "list").out.last?.contains("web1  off") == true)
        #expect(desk.postern("client", "disable", "web1").out == ["client web1 is switched off already"])
        #expect(
            desk.postern("client", "enable", "web1", "--json").out == [
                #"{"client":"web1","disabled":false,"changed":true}"#
            ])
        #expect(desk.postern("client", "list").out.last?.contains("web1  on") == true)
        #expect(desk.text("etc/authorized_keys")?.contains(SampleKey.first) == true)
        #expect(desk.postern("client", "disable", "nobody").status == 1)
    }

    @Test("remove asks first, takes policy and keys away, and says where the repository stays")
    func remove() throws {
        let desk = try KeyTests.desk()
        desk.postern("client", "add", "web2", "--repo", "web1", "--pubkey", "-", input: SampleKey.second)
        let before = try desk.policy()
        let unasked = desk.postern("client", "remove", "web1")
        #expect(unasked.status == 64 && unasked.err.last == "postern: hint: give --yes where nobody can be asked")
        let arguments = ["client", "remove", "web1", "--config", desk.path("etc")]
        let no = desk.run(arguments, terminal: ["n"])
        #expect(no.status == 1 && no.err.last == "postern: error: nothing was done", "\(no)")
        #expect(try desk.policy() == before)
        let reply = desk.run(arguments, terminal: ["y"])
        #expect(
            reply.out == [
                "client web1 is removed",
                "the repository web1 stays at main:hosts/web1 (\(desk.path("storage/hosts/web1"))); web2 may open it",
            ], "\(reply)")
        #expect(desk.text("etc/clients.d/web1.toml") == nil && desk.text("etc/authorized_keys.d/web1") == nil)
        #expect(desk.text("etc/authorized_keys")?.contains(SampleKey.first) == false)
        #expect(desk.text("etc/repos.d/web1.toml") != nil)
        #expect(try desk.names("storage/hosts/web1").contains("data"))
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test("show tells the policy that holds, with the defaults, the keys and the repositories")
    func show() throws {
        let desk = try KeyTests.desk()
        let text = desk.postern("client", "show", "web1").out.joined(separator: "\n")
        for part in ["client web1", "last backup: never", "sessions", KeyTests.fingerprint, "main:hosts/web1"] {
            #expect(text.contains(part), "\(part)")
        }
        let json = try #require(desk.postern("client", "show", "web1", "--json").out.first)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        #expect(
            object?.keys.sorted() == [
                "disabled", "keys", "lastBackup", "lastSession", "name", "policy", "repositories",
            ])
    }
}

@Suite("postern repo, later on") struct RepositoryLaterTests {
    @Test("adopt names what is there, once, and nothing that is not")
    func adopt() throws {
        let desk = try KeyTests.desk()
        try FileManager.default.createDirectory(
            atPath: desk.path("storage/by/path"), withIntermediateDirectories: true)
        try desk.write("storage/by/path/config", "x")
        for folder in ["data", "index", "keys", "locks", "snapshots"] {
            try FileManager.default.createDirectory(
                atPath: desk.path("storage/by/path/\(folder)"), withIntermediateDirectories: true)
        }
        let reply = desk.postern("repo", "adopt", "main:by/path", "photos", "--quota", "10GB")
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.text("etc/repos.d/photos.toml")?.contains("at = \"main:by/path\"") == true)
        #expect(desk.text("etc/places")?.contains("main:by/path\tphotos") == true)
        for (place, name, reason) in [
            ("main:by/path", "again", "is the repository photos already"), ("main:by/path", "web1", "already"),
            ("main:nothing", "other", "there is no repository at main:nothing"),
        ] {
            let refused = desk.postern("repo", "adopt", place, name)
            #expect(refused.status == 1 && refused.err.contains { $0.contains(reason) }, "\(refused)")
        }
        #expect(desk.postern("repo", "show", "photos").out.contains { $0.hasPrefix("state") && $0.hasSuffix("ready") })
    }

    @Test("usage says what the trail knows, and does not make up the rest")
    func usage() throws {
        let desk = try KeyTests.desk()
        #expect(
            desk.postern("repo", "usage", "--json").out == [
                #"[{"name":"web1","at":"main:hosts/web1","objects":null,"bytes":null,"quota":null,"snapshots":0,"#
                    + #""lastBackup":null}]"#
            ])
        #expect(desk.postern("repo", "usage", "nothing").status == 1)
        #expect(desk.postern("repo", "show", "nothing").status == 1)
    }
}

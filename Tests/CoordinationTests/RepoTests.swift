import Testing

@Suite("postern repo") struct RepoTests {
    @Test("add writes the file, the empty folders and the index of places")
    func add() throws {
        let desk = try Desk()
        desk.setUp()
        let reply = desk.postern(
            "repo", "add", "web1", "--at", "main:hosts/web1", "--quota", "500GB", "--alias", "s3-old:bucket")
        #expect(reply.status == 0, "\(reply)")
        let file = try #require(desk.text("etc/repos.d/web1.toml"))
        for line in ["at = \"main:hosts/web1\"", "quota = \"500GB\"", "aliases = [\"s3-old:bucket\"]"] {
            #expect(file.contains(line))
        }
        #expect(
            try desk.names("storage/hosts/web1") == ["data", "index", "keys", "locks", "snapshots", "tmp", "trash"])
        #expect(try desk.names("storage/hosts/web1/data").count == 256)
        #expect(desk.text("etc/places")?.hasSuffix("main:hosts/web1\tweb1\n") == true)
        #expect(try desk.mode("etc/repos.d/web1.toml") == 0o640)
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test(
        "add refuses what is taken, nested or unknown, and changes nothing",
        arguments: [
            ("web1", "main:other", "there is a repository \"web1\" already"),
            ("web2", "main:hosts/web1", "also the place"),
            ("web2", "main:hosts/web1/inner", "lies inside"), ("web2", "main:hosts", "lies inside"),
            ("web2", "nowhere:a", "there is no storage \"nowhere\""), ("web2", "main:unknown", "lies above or below"),
        ])
    func refused(name: String, place: String, reason: String) throws {
        let desk = try Desk.withRepository()
        desk.postern("repo", "add", "deep", "--at", "main:unknown/deep")
        // A repository that only the disk knows.
        try desk.remove("etc/repos.d/deep.toml")
        desk.postern("policy", "check", "--fix")
        let before = try desk.policy()
        let reply = desk.postern("repo", "add", name, "--at", place)
        #expect(reply.status == 1, "\(reply)")
        #expect(reply.err.contains { $0.hasPrefix("postern: error: ") && $0.contains(reason) }, "\(reply)")
        #expect(try desk.policy() == before)
        #expect(try desk.names("storage") == ["hosts", "unknown"])
    }

    @Test("add refuses a place where a repository lies already")
    func occupied() throws {
        let desk = try Desk.withRepository()
        try desk.remove("etc/repos.d/web1.toml")
        try desk.write("storage/hosts/web1/config", "x")
        let reply = desk.postern("repo", "add", "web2", "--at", "main:hosts/web1")
        #expect(reply.status == 1 && reply.err.contains { $0.contains("lies at main:hosts/web1 already") }, "\(reply)")
    }

    @Test("add makes no storage that is not there")
    func unmounted() throws {
        let desk = try Desk()
        desk.setUp()
        try desk.remove("storage")
        let reply = desk.postern("repo", "add", "web1", "--at", "main:web1")
        #expect(reply.status == 1 && reply.err.contains { $0.contains("is it mounted?") }, "\(reply)")
        #expect(try desk.names(".") == ["etc", "state"])
        #expect(try desk.names("etc/repos.d").isEmpty)
    }

    @Test("add that was cut is finished by the same command", arguments: ["etc/places", "etc/repos.d/web1.toml"])
    func cut(lost: String) throws {
        let desk = try Desk.withRepository()
        let whole = try desk.policy()
        if lost == "etc/places" { try desk.write(lost, "") } else { try desk.remove(lost) }
        try desk.write("etc/repos.d/.web1.toml.4711.tmp", "half")
        let reply = desk.postern("repo", "add", "web1", "--at", "main:hosts/web1")
        #expect(reply.status == 0, "\(reply)")
        #expect(try desk.policy() == whole)
        #expect(desk.postern("repo", "add", "web1", "--at", "main:hosts/web1").status == 1)
    }

    @Test("list shows each repository with its clients, as text and as JSON")
    func list() throws {
        let desk = try Desk.withRepository()
        desk.postern("repo", "add", "mail", "--at", "main:mail", "--quota", "1GiB", "--alias", "old")
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        try desk.write("storage/mail/config", "x")
        #expect(
            desk.postern("repo", "list").out == [
                "NAME  AT               STATE  QUOTA  CLIENTS  ALIASES",
                "mail  main:mail        ready  1GiB   -        old",
                "web1  main:hosts/web1  empty  -      web1     -",
            ])
        #expect(
            desk.postern("repo", "list", "--json").out == [
                #"[{"name":"mail","at":"main:mail","state":"ready","quota":1073741824,"aliases":["old"],"clients":[]},"#
                    + #"{"name":"web1","at":"main:hosts/web1","state":"empty","quota":null,"aliases":[],"clients":["web1"]}]"#
            ])
    }
}

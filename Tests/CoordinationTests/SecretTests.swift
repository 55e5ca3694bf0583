import Testing

@Suite("postern secret") struct SecretTests {
    /// Something that is nowhere else.
    private static let value = "quite-a-secret-7f3a"

    @Test("seals what it reads, lists it by name, and says it nowhere")
    func setAndList() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern("secret", "set", "cloud", input: Self.value + "\n")
        #expect(reply.status == 0 && reply.out == ["sealed the secret cloud (coordinator)"], "\(reply)")
        let list = desk.postern("secret", "list")
        #expect(list.status == 0)
        #expect(list.out.first == "NAME   KIND         SET                   STATE   USED BY")
        #expect(list.out.last == "cloud  coordinator  2027-01-15 08:00:00Z  sealed  -")
        let json = desk.postern("secret", "list", "--json")
        #expect(
            json.out == [
                "[{\"name\":\"cloud\",\"kind\":\"coordinator\",\"set\":\"2027-01-15T08:00:00.000Z\",\"usedBy\":[],"
                    + "\"state\":\"sealed\"}]"
            ])
        for text in [reply, list, json].flatMap({ $0.out + $0.err }) { #expect(!text.contains(Self.value)) }
        #expect(try desk.filesHolding(Self.value) == [])
        #expect(try desk.mode("state/secrets/cloud.sealed") == 0o600)
        #expect(try desk.mode("state/secrets/secrets.key") == 0o600)
    }

    @Test("takes no secret as an argument")
    func argument() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern("secret", "set", "cloud", Self.value)
        #expect(reply.status == 64)
    }

    @Test("what the policy says a storage needs is for the gates")
    func forGates() throws {
        let desk = try Desk.withRepository()
        try desk.write("etc/postern.toml", try #require(desk.text("etc/postern.toml")) + Self.bucket)
        #expect(desk.postern("secret", "list").out.last == "cloud  gates  -    missing  storage cloud")
        #expect(desk.postern("secret", "list").status == 2)
        let reply = desk.postern("secret", "set", "cloud", input: Self.value)
        #expect(reply.out == ["sealed the secret cloud (gates)"], "\(reply)")
        #expect(try desk.mode("state/gate-secrets/cloud.sealed") == 0o640)
        #expect(try desk.mode("state/gate-secrets/gate-secrets.key") == 0o640)
        #expect(try desk.names("state/secrets") == [])
        #expect(desk.postern("secret", "list").status == 0)

        let removal = desk.postern("secret", "remove", "cloud", "--yes")
        #expect(removal.status == 1 && removal.err.first?.contains("storage cloud") == true, "\(removal)")
        #expect(try desk.names("state/gate-secrets").contains("cloud.sealed"))
    }

    @Test("a name means one secret, of one kind")
    func twins() throws {
        let desk = try Desk.withRepository()
        desk.postern("secret", "set", "cloud", input: "x")
        let reply = desk.postern("secret", "set", "cloud", "--gates", input: "y")
        #expect(reply.status == 1 && reply.err.first?.contains("of the other kind already") == true, "\(reply)")
    }

    @Test("refuses what is empty, or too long")
    func lengths() throws {
        let desk = try Desk.withRepository()
        for input in ["", "\n", String(repeating: "x", count: 65_537)] {
            let reply = desk.postern("secret", "set", "cloud", input: input)
            #expect(reply.status == 1 && reply.err.first?.contains("empty, or too long") == true, "\(reply)")
        }
        #expect(try desk.names("state/secrets") == [])
    }

    @Test("is removed only after a yes")
    func remove() throws {
        let desk = try Desk.withRepository()
        desk.postern("secret", "set", "cloud", input: "x")
        let asked = desk.postern("secret", "remove", "cloud")
        #expect(asked.status == 64 && asked.err.contains { $0.contains("--yes") }, "\(asked)")
        #expect(desk.postern("secret", "remove", "cloud", "--yes").status == 0)
        #expect(try desk.names("state/secrets") == ["secrets.key"])
        let again = desk.postern("secret", "remove", "cloud", "--yes")
        #expect(again.status == 1 && again.err.first?.contains("there is no secret") == true)
    }

    @Test("stays while the policy names it for all repositories")
    func defaults() throws {
        let desk = try Desk.withRepository()
        desk.postern("secret", "set", "all", input: "x")
        let text = try #require(desk.text("etc/postern.toml"))
        let named = text.replacing("[defaults.repo]\n", with: "[defaults.repo]\npassword = \"secret:all\"\n")
        try desk.write("etc/postern.toml", named)
        let reply = desk.postern("secret", "remove", "all", "--yes")
        #expect(reply.status == 1 && reply.err.first?.contains("the policy names") == true, "\(reply)")
        #expect(desk.postern("secret", "list").out.last?.hasSuffix("sealed  repo web1,defaults.repo") == true)
        let set = desk.postern("secret", "set", "all", input: "x")
        #expect(set.status == 1 && set.err.contains { $0.contains("has a key of its own") }, "\(set)")
    }

    @Test("rotates the keys of both vaults")
    func rotate() throws {
        let desk = try Desk.withRepository()
        #expect(desk.postern("secret", "rotate-key").out == ["coordinator: no secrets", "gates: no secrets"])
        for name in ["a", "b"] { desk.postern("secret", "set", name, input: name) }
        desk.postern("secret", "set", "c", "--gates", input: "c")
        let before = try ["secrets/secrets.key", "gate-secrets/gate-secrets.key"].map {
            try #require(desk.text("state/\($0)"))
        }
        let reply = desk.postern("secret", "rotate-key", "--json")
        #expect(reply.out == ["{\"coordinator\":2,\"gates\":1}"], "\(reply)")
        #expect(desk.text("state/secrets/secrets.key") != before[0])
        #expect(desk.text("state/gate-secrets/gate-secrets.key") != before[1])
        #expect(desk.postern("secret", "list").status == 0)
    }

    @Test("says which secret is broken")
    func broken() throws {
        let desk = try Desk.withRepository()
        for name in ["a", "b"] { desk.postern("secret", "set", name, input: name) }
        try desk.move("state/secrets/a.sealed", "state/secrets/c.sealed")
        let reply = desk.postern("secret", "list", "--json")
        #expect(reply.status == 2 && reply.err.first?.contains("\"c\" was changed, renamed") == true, "\(reply)")
        #expect(reply.out.first?.contains("\"name\":\"c\",\"kind\":\"coordinator\"") == true)
        #expect(reply.out.first?.contains("\"state\":\"broken\"") == true)
    }

    static let bucket = """
        [storage.cloud]
        kind = "s3"
        endpoint = "https://s3.example.org"
        bucket = "backups"
        credentials = "secret:cloud"

        """
}

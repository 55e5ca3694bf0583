import Testing

@Suite("postern init") struct InitTests {
    @Test("makes all folders and files with the modes of the design")
    func fresh() throws {
        let desk = try Desk()
        let reply = desk.setUp()
        #expect(reply.status == 0 && reply.err.isEmpty)
        let modes = [
            "etc": 0o750, "etc/repos.d": 0o750, "etc/clients.d": 0o750, "etc/authorized_keys.d": 0o750,
            "etc/postern.toml": 0o640, "etc/authorized_keys": 0o640, "etc/places": 0o640, "state": 0o755,
            "state/trail": 0o700, "state/catalog": 0o700, "state/run": 0o750, "state/secrets": 0o700,
            "state/gate-secrets": 0o750, "storage": 0o700,
        ]
        for (name, mode) in modes { #expect(try desk.mode(name) == mode, "\(name)") }
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test("leaves what is there as it is, and makes again what is gone")
    func again() throws {
        let desk = try Desk.withRepository()
        try desk.write("etc/postern.toml", (desk.text("etc/postern.toml") ?? "") + "# mine\n")
        try desk.remove("state/catalog")
        let before = try desk.policy()
        let reply = desk.postern("init")
        #expect(reply.status == 0, "\(reply)")
        #expect(try desk.policy() == before)
        #expect(try desk.mode("state/catalog") == 0o700)
    }

    @Test("does not move a gateway that is there", arguments: ["--state", "--storage"])
    func moved(option: String) throws {
        let desk = try Desk()
        desk.setUp()
        let before = try desk.policy()
        let reply = desk.postern("init", option, desk.path("elsewhere"))
        #expect(reply.status == 1 && reply.err.first?.contains("postern.toml") == true)
        #expect(try desk.policy() == before)
        #expect(try desk.names(".") == ["etc", "state", "storage"])
    }

    @Test("makes no folder for a storage that is not mounted")
    func unmounted() throws {
        let desk = try Desk()
        desk.setUp()
        try desk.remove("storage")
        #expect(desk.postern("init").status == 0)
        #expect(try desk.names(".") == ["etc", "state"])
    }

    @Test("says nothing of the trail, since the ledger has never run")
    func silent() throws {
        #expect(try Desk().setUp().err.isEmpty)
    }

    @Test("writes paths with quotes and backslashes so that they are read again")
    func oddPaths() throws {
        let desk = try Desk()
        let reply = desk.postern("init", "--state", desk.path("a \"b\" \\ c"), "--storage", desk.path("ä"))
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.postern("policy", "check").status == 0)
        #expect(try desk.names("a \"b\" \\ c").contains("trail"))
    }
}

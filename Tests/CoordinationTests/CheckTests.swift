import Testing

@Suite("postern policy check") struct CheckTests {
    @Test("names file and line of all that is wrong, and ends with 78")
    func wrong() throws {
        let desk = try Desk.withRepository()
        try desk.write("etc/repos.d/web1.toml", "at = \"main:hosts/web1\"\nquotaa = \"1GB\"\n")
        try desk.write("etc/clients.d/x.toml", "repos = [\"web2\"]\n")
        let reply = desk.postern("policy", "check")
        #expect(reply.status == 78 && reply.out.isEmpty)
        #expect(
            reply.err.contains { $0.hasPrefix("postern: error: \(desk.path("etc/repos.d/web1.toml")):2: unknown key") })
        #expect(reply.err.contains { $0.hasPrefix("postern: error: \(desk.path("etc/clients.d/x.toml")):1: ") })
        #expect(reply.err.contains("postern: hint: did you mean \"quota\"?"))
    }

    @Test("finds generated files that do not fit the policy, ends with 2, and with --fix writes them anew")
    func stale() throws {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        let whole = try desk.policy()
        #expect(desk.postern("policy", "check").out == ["the policy is sound (clients: 1, repositories: 1)"])
        try desk.write("etc/authorized_keys", "\(SampleKey.second)\n")
        try desk.remove("etc/places")
        let reply = desk.postern("policy", "check", "--json")
        #expect(reply.status == 2 && reply.err.contains { $0.contains("--fix") })
        #expect(
            reply.out == [
                "{\"clients\":1,\"repos\":1,\"stale\":[\"\(desk.path("etc/authorized_keys"))\",\"\(desk.path("etc/places"))\"]}"
            ])
        #expect(desk.postern("policy", "check", "--fix").status == 0)
        #expect(try desk.policy() == whole)
    }

    @Test("after an edit by hand, --fix lets sshd know")
    func edited() throws {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        try desk.write("etc/clients.d/web1.toml", "repos = [\"web1\"]\nfrom = [\"2001:db8::/32\"]\n")
        #expect(desk.postern("policy", "check").status == 2)
        #expect(desk.postern("policy", "check", "--fix").status == 0)
        #expect(desk.text("etc/authorized_keys")?.contains("from=\"2001:db8::/32\"") == true)
    }

    @Test("One key of two clients is found")
    func sharedKey() throws {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        try desk.write("etc/clients.d/web2.toml", "repos = [\"web1\"]\n")
        try desk.write("etc/authorized_keys.d/web2", "\(SampleKey.first)\n")
        let reply = desk.postern("policy", "check")
        #expect(reply.status == 78 && reply.err.contains { $0.contains("belongs to both web1 and web2") }, "\(reply)")
    }
}

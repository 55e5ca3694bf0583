import Policy
import PolicyFile
import Restic
import Testing

@Suite("A gate reads its policy") struct GatePolicyTests {
    @Test("A gate gets its client and that client's repositories")
    func own() throws {
        let policy = try ScratchPolicy([
            "postern.toml": """
            state = "/var/lib/postern"
            [storage.main]
            kind = "local"
            root = "/srv/backup"
            [defaults.client]
            sessions = 3
            """,
            "clients.d/web1.toml": "repos = [\"web1\"]\nread = \"none\"\n",
            "repos.d/web1.toml": "at = \"main:hosts/web1\"\nquota = \"1.5TiB\"\n[keep]\ndaily = 7\n",
        ])
        let name = try #require(Name("web1"))
        let gate = try #require(try policy.folder.gate(for: name))
        #expect(gate.client.sessions == 3)
        #expect(gate.client.reading == .none)
        #expect(gate.repositories.map(\.place.description) == ["main:hosts/web1"])
        #expect(gate.repositories.first?.keep.daily == 7)
        #expect(gate.repositories.first?.quota?.bytes == 3 << 39)
    }
}

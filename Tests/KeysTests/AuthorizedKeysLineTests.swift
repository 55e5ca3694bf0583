import Keys
import Testing

@Suite("A line for sshd") struct AuthorizedKeysLineTests {
    private let key: PublicKey

    init() throws {
        key = try PublicKey(parsing: try OpenSSHKey("-t", "ed25519", comment: "\"; reboot #").text)
    }

    private func line(
        client: String = "web1", gate: String = "/usr/bin/postern-gate", configuration: String? = nil,
        sources: [String] = []
    ) throws(KeyError) -> String {
        try AuthorizedKeysLine(
            key: key, client: client, gate: gate, configuration: configuration, sources: sources
        ).text
    }

    /// Whether a text can stand between quotes on a terminal.
    private func isPrintable(_ text: String) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }
    }

    @Test("holds the forced command, the key and the client's name, and nothing of the comment")
    func plain() throws {
        #expect(
            try line() == "restrict,command=\"/usr/bin/postern-gate serve --client web1\" \(key.line) web1")
    }

    @Test("holds the folder, the sources and the end of the key where they are given")
    func full() throws {
        let full = try AuthorizedKeysLine(
            key: key, client: "web-1.example_a", gate: "/opt/postern+2/bin/postern-gate",
            configuration: "/srv/Trial.d/etc", sources: ["192.0.2.7", "198.51.100.0/24", "2001:db8::/32"],
            expires: try KeyTime("2026-12-01T08:30:00Z"))
        #expect(
            full.text == """
                restrict,command="/opt/postern+2/bin/postern-gate serve --client web-1.example_a \
                --config /srv/Trial.d/etc",from="192.0.2.7,198.51.100.0/24,2001:db8::/32",\
                expiry-time="20261201082959Z" \(key.line) web-1.example_a
                """)
    }

    @Test("is read by ssh-keygen as the same key", arguments: PublicKeyTests.Recipe.allCases)
    func listed(recipe: PublicKeyTests.Recipe) throws {
        let key = try PublicKey(parsing: try recipe.make().text)
        let line = try AuthorizedKeysLine(
            key: key, client: "web1", gate: "/usr/bin/postern-gate", configuration: "/etc/postern",
            sources: ["192.0.2.0/24", "2001:db8::1"], expires: try KeyTime("2026-12-01"))
        let folder = try TemporaryFolder()
        let listed = try Tool.sshKeygen.run(
            ["-l", "-f", try folder.file("authorized_keys", line.text + "\n")], in: folder)
        #expect(listed.output.hasPrefix("\(key.bitLength) \(key.fingerprint) web1 ("))
    }

    @Test(
        "takes no path that would need quoting, or that is not absolute",
        arguments: [
            "", "/", "postern-gate", "./gate", "~/gate", "-gate", "/a b", "/a\"b", "/a'b", "/a\\b", "/a$b", "/a`b`",
            "/a;b", "/a&b", "/a|b", "/a\nb", "/a\0b", "/a\tb", "/a#b", "/a*b", "/a%h", "/a=b", "/a,b", "/a(b)", "/ä",
            "/a/../b", "/a/./b", "/..", "/" + String(repeating: "x", count: 1024),
        ])
    func paths(path: String) {
        for error in [
            #expect(throws: KeyError.self) { try line(gate: path) },
            #expect(throws: KeyError.self) { try line(configuration: path) },
        ] {
            guard case .unsafePath(let shown)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(isPrintable(shown))
        }
    }

    @Test(
        "takes only the name of a client",
        arguments: [
            "", ".web", "-web", "_web", "Web", "web 1", "web\"", "web/1", "web\n", "wéb",
            String(repeating: "x", count: 64),
        ])
    func names(name: String) {
        guard case .badClientName(let shown)? = #expect(throws: KeyError.self, performing: { try line(client: name) })
        else {
            Issue.record("\(name)")
            return
        }
        #expect(isPrintable(shown))
    }

    @Test("takes a client's name of 63 characters")
    func longName() throws {
        let name = String(repeating: "x", count: 63)
        #expect(try line(client: name).hasSuffix(" \(name)"))
    }

    @Test(
        "takes only addresses and ranges as sources",
        arguments: [
            "", "host.example", "*", "192.0.2.*", "!192.0.2.1", "192.0.2", "192.0.2.256", "192.0.2.1/", "192.0.2.0/33",
            "192.0.2.0/024", "192.0.2.0/-1", "192.0.2.0/24/8", "192.0.2.0/24,10.0.0.0/8", "192.0.2.1 ", "192.0.2.1\"",
            "192.0.2.1\0", "2001:db8::/129", "2001:db8::g", "fe80::1%eth0", "0x7f.1", "1", "::1\n",
        ])
    func sources(source: String) {
        guard case .badSource? = #expect(throws: KeyError.self, performing: { try line(sources: [source]) }) else {
            Issue.record("\(source)")
            return
        }
    }

    @Test(
        "takes no range that sshd would call inconsistent",
        arguments: ["192.0.2.1/24", "10.0.0.1/0", "192.0.2.3/31", "2001:db8::1/64", "2001:db8:8000::/32"])
    func inconsistent(range: String) {
        #expect(throws: KeyError.inconsistentRange(range)) { try line(sources: [range]) }
    }

    @Test(
        "takes each sound source",
        arguments: ["0.0.0.0/0", "::/0", "192.0.2.1/32", "192.0.2.2/31", "::1/128", "10.0.0.0/8"])
    func sound(range: String) throws {
        #expect(try line(sources: [range]).contains(",from=\"\(range)\" "))
    }

    @Test("that would be too long is refused")
    func long() {
        #expect(throws: KeyError.tooLong(limit: 32_768)) {
            try line(sources: Array(repeating: "192.0.2.0/24", count: 3000))
        }
    }
}

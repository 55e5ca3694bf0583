import Keys
import Login
import Testing

@Suite("What sshd says about a login") struct LoginFactsTests {
    private func keys(_ text: String) throws -> [LoginKey] {
        try LoginFacts.keys(userAuth: Array(text.utf8))
    }

    @Test("names the keys that opened it, and no other")
    func keysOfMethods() throws {
        let one = try OpenSSHKey("-t", "ed25519").line
        let two = try OpenSSHKey.securityKeyECDSA().line
        let text = """
            publickey \(one)
            password
            keyboard-interactive/pam
            hostbased client user "a", client host "b" \(two)
            publickey \(two)

            """
        #expect(try keys(text).map { "\($0.type) \($0.base64)" } == [one, two])
        #expect(
            try keys(text).map(\.fingerprint) == [
                PublicKey(parsing: one).fingerprint, PublicKey(parsing: two).fingerprint,
            ])
        #expect(try keys("").isEmpty)
        #expect(try keys("password\n").isEmpty)
    }

    @Test("in a form that sshd does not write is refused")
    func badUserAuth() throws {
        let line = try OpenSSHKey("-t", "ed25519").line
        for text in [
            "publickey \(line)", "publickey\n", "publickey \n", " publickey \(line)\n", "PUBLICKEY \(line)\n",
            "public\0key x\n", "publickey x \(line)\n", "publickey \(line) \(line)\n", "publickey \(line)\0\n",
            String(repeating: "password\n", count: 40_000),
        ] {
            #expect(throws: LoginError.userAuth, "\(text)") { try keys(text) }
        }
    }

    @Test(
        "names the address that it came from",
        arguments: [
            ("192.0.2.7 50000 192.0.2.1 22", LoginFacts.Source.address("192.0.2.7")),
            ("2001:db8::7 50000 2001:db8::1 22", .address("2001:db8::7")),
            ("2001:db8:0:0::7 1 ::1 65535", .address("2001:db8:0:0::7")),
            ("fe80::1%eth0 50000 fe80::2%eth0 22", .address("fe80::1%eth0")),
            ("UNKNOWN 65535 UNKNOWN 65535", .unknown),
        ])
    func sources(connection: String, source: LoginFacts.Source) throws {
        #expect(try LoginFacts.source(connection: connection) == source)
    }

    @Test(
        "about the address in a form that sshd does not write is refused",
        arguments: [
            "", "192.0.2.7", "192.0.2.7 50000 192.0.2.1", "192.0.2.7 50000 192.0.2.1 22 x",
            "192.0.2.7  50000 192.0.2.1 22",
            "192.0.2.7 50000 192.0.2.1 22 ", "192.0.2.7 65536 192.0.2.1 22", "192.0.2.7 -1 192.0.2.1 22",
            "192.0.2.7 +1 192.0.2.1 22", "host 50000 192.0.2.1 22", "192.0.2.7 50000 host 22",
            "192.0.2.7/24 1 192.0.2.1 22",
            "192.0.2.7\n 50000 192.0.2.1 22", "192.0.2.7\0 50000 192.0.2.1 22", "192.0.2.7%eth0 1 192.0.2.1 22",
            "fe80::1% 1 ::1 22", "fe80::1%a/b 1 ::1 22", "fe80::1%aaaaaaaaaaaaaaaa 1 ::1 22", "unknown 1 ::1 22",
        ])
    func badConnections(connection: String) {
        #expect(throws: LoginError.self) { try LoginFacts.source(connection: connection) }
    }
}

import Gateway
import Testing

@Suite("The gate's command line") struct InvocationTests {
    @Test("names the client, and the folder of the policy")
    func parses() throws {
        let short = try Invocation(parsing: ["serve", "--client", "web1"])
        #expect(short.client == "web1")
        #expect(short.configuration == "/etc/postern")
        let long = try Invocation(parsing: ["serve", "--config", "/srv/p", "--client", "web1"])
        #expect(long.configuration == "/srv/p")
    }

    @Test(
        "is refused with what is wrong",
        arguments: [
            ([], InvocationError.verbMissing), (["serve"], .clientMissing), (["run"], .unknown("run")),
            (["serve", "--client"], .valueMissing("--client")), (["serve", "--client", ""], .valueMissing("--client")),
            (["serve", "--client", "a", "--client", "b"], .twice("--client")),
            (["serve", "web1"], .unknown("web1")), (["--help"], .help), (["serve", "--help"], .help),
        ])
    func refused(words: [String], why: InvocationError) {
        #expect(throws: why) { try Invocation(parsing: words) }
    }

    @Test("is understood also as a login shell gets it")
    func shell() throws {
        let line = "/usr/bin/postern-gate serve --client web1 --config /srv/p"
        #expect(
            try Invocation(parsing: ["-c", line])
                == Invocation(parsing: ["serve", "--client", "web1", "--config", "/srv/p"]))
    }

    @Test(
        "as a login shell runs nothing else",
        arguments: [
            ["-c"], ["-c", ""], ["-c", "/bin/sh"], ["-c", "sh -c id"], ["-c", "postern-gate serve --client web1"],
            ["-c", "/usr/bin/postern-gate serve --client web1", "more"],
            ["-c", "/usr/lib/openssh/sftp-server"],
        ])
    func notAShell(words: [String]) {
        #expect(throws: InvocationError.notAShell) { try Invocation(parsing: words) }
    }

    @Test("as a login shell interprets no character")
    func noExpansion() throws {
        #expect(throws: InvocationError.unknown(";")) {
            try Invocation(parsing: ["-c", "/usr/bin/postern-gate serve --client web1 ; id"])
        }
        let quoted = try Invocation(parsing: ["-c", "/usr/bin/postern-gate serve --client $(id)"])
        #expect(quoted.client == "$(id)")
    }
}

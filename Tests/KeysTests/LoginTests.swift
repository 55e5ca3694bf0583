import Foundation
import Keys
import Login
import Testing

@Suite("Real sshd", .serialized) struct LoginTests {
    @Test("runs the forced command for the key, tells it who came from where")
    func accepted() throws {
        let login = try Login()
        let seen = try login.run(sources: ["127.0.0.0/8"], expires: try KeyTime("2100-01-01"))
        #expect(seen.status == 0, "\(seen.complaints)")
        let facts = seen.facts
        #expect(facts["arguments"] == "serve --client web1 --config /etc/postern")
        #expect(facts["original"] == "rclone serve restic --stdio")
        let connection = try #require(facts["connection"])
        #expect(try LoginFacts.source(connection: connection) == .address("127.0.0.1"))
        let userAuth = try #require(facts["auth"]) + "\n"
        #expect(try LoginFacts.keys(userAuth: Array(userAuth.utf8)).map(\.fingerprint) == [login.key.fingerprint])
        #expect(userAuth == "publickey \(login.key.line)\n")
    }

    @Test("gives the key no terminal")
    func terminal() throws {
        let seen = try Login().run(sources: [], expires: nil, terminal: true)
        #expect(seen.status == 255 && seen.complaints.contains("PTY allocation request failed"), "\(seen.complaints)")
    }

    @Test("refuses the key from another address")
    func otherAddress() throws {
        let seen = try Login().run(sources: ["192.0.2.0/24", "::1"], expires: nil)
        #expect(seen.status == 255 && seen.complaints.contains("Permission denied (publickey)"), "\(seen.complaints)")
    }

    @Test("refuses the key once it has expired, by the second and in UTC")
    func expired() throws {
        let now = Int64(Date().timeIntervalSince1970)
        let past = try Login().run(sources: [], expires: try KeyTime(secondsSinceEpoch: now - 60))
        #expect(past.status == 255 && past.complaints.contains("Permission denied (publickey)"), "\(past.complaints)")
        let soon = try Login().run(sources: [], expires: try KeyTime(secondsSinceEpoch: now + 600))
        #expect(soon.status == 0, "\(soon.complaints)")
    }
}

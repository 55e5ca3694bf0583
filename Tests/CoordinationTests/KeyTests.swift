import Fleet
import Foundation
import Keys
import Testing

@Suite("postern key") struct KeyTests {
    static let fingerprint = "SHA256:i9XH4wNxvjxhKBwTUoz8dopt+svrQXhRYYAQIP71eT8"

    static func desk() throws -> Desk {
        let desk = try Desk.withRepository()
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first + " a b")
        return desk
    }

    @Test("list tells since when and until when, and that the trail could not be asked")
    func list() throws {
        let desk = try Self.desk()
        #expect(
            desk.postern("key", "list", "--json").out == [
                #"[{"fingerprint":"\#(Self.fingerprint)","client":"web1","type":"ssh-ed25519","bits":256,"#
                    + #""comment":"a b","added":"2027-01-15T08:00:00Z","expires":null,"expired":false,"used":null,"#
                    + #""lastUsed":null,"lastFrom":null,"row":null}]"#
            ])
        let lines = desk.postern("key", "list", "web1").out
        #expect(lines.count == 2 && lines[1].contains("\(Self.fingerprint)  web1    ssh-ed25519  2027-01-15"))
        let reply = desk.postern("key", "list", "nobody")
        #expect(reply.status == 1 && reply.err.contains { $0.contains("there is no client \"nobody\"") }, "\(reply)")
    }

    @Test("list tells the last login and its address, or that there was none")
    func used() throws {
        let story = try Story()
        story.minutesAgo(90)
        _ = try story.open("web1", key: Self.fingerprint)
        try story.catchUp()
        let desk = story.desk
        desk.postern("repo", "add", "web1", "--at", "main:hosts/web1")
        desk.postern("client", "add", "web1", "--repo", "web1", "--pubkey", "-", input: SampleKey.first)
        desk.postern("client", "add", "web2", "--repo", "web1", "--pubkey", "-", input: SampleKey.second)
        let lines = desk.postern("key", "list").out
        #expect(lines.count == 3)
        #expect(lines[1].hasSuffix("2027-01-15 06:30:00Z  192.0.2.7"), "\(lines)")
        #expect(lines[2].hasSuffix("never                 -"), "\(lines)")
    }

    @Test("rotate gives the old keys an end, by the second, and the new one none")
    func rotate() throws {
        let desk = try Self.desk()
        let reply = desk.postern(
            "key", "rotate", "web1", "--pubkey", "-", "--overlap", "2d", "--json", input: SampleKey.second)
        #expect(reply.status == 0, "\(reply)")
        #expect(reply.out.first?.contains(#""oldKeysEnd":"2027-01-17T08:00:00Z""#) == true, "\(reply)")
        let lines = desk.text("etc/authorized_keys")?.split(separator: "\n").filter { !$0.hasPrefix("#") } ?? []
        #expect(lines.count == 2)
        for line in lines {
            #expect(line.contains("expiry-time=\"20270117075959Z\"") == line.contains(SampleKey.first), "\(line)")
        }
        #expect(
            desk.text("etc/authorized_keys.d/web1")?.contains("expires=2027-01-17T08:00:00Z\n\(SampleKey.first)")
                == true)
        #expect(desk.postern("policy", "check").status == 0)
        let again = desk.postern("key", "rotate", "web1", "--pubkey", "-", input: SampleKey.second)
        #expect(again.status == 1 && again.err.contains { $0.contains("is in line") }, "\(again)")
    }

    @Test("rotate takes out keys that are over, and mints a new one for its owner alone")
    func mint() throws {
        let desk = try Self.desk()
        try desk.write("etc/authorized_keys.d/web1", "# postern: expires=2027-01-15\n\(SampleKey.first)\n")
        #expect(desk.postern("policy", "check", "--fix").status == 0)
        let reply = desk.postern("key", "rotate", "web1", "--mint", desk.path("new.key"))
        #expect(reply.status == 0, "\(reply)")
        #expect(try desk.mode("new.key") == 0o600)
        let made = try PublicKey(parsing: desk.text("new.key.pub") ?? "")
        #expect(try KeyFile.read(desk.path("etc/authorized_keys.d/web1")).entries.map(\.key) == [made])
    }

    @Test("revoke takes the line away from sshd, and nothing else")
    func revoke() throws {
        let desk = try Self.desk()
        desk.postern("key", "rotate", "web1", "--pubkey", "-", input: SampleKey.second)
        let reply = desk.postern("key", "revoke", Self.fingerprint)
        #expect(reply.status == 0, "\(reply)")
        #expect(reply.out == ["the key \(Self.fingerprint) of web1 is revoked"])
        #expect(desk.text("etc/authorized_keys")?.contains(SampleKey.first) == false)
        #expect(desk.text("etc/authorized_keys")?.contains(SampleKey.second) == true)
        let again = desk.postern("key", "revoke", String(Self.fingerprint.dropFirst(7)))
        #expect(again.status == 1 && again.err.contains { $0.contains("no client has the key") }, "\(again)")
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test("revoke of the last key leaves the client without a file of keys")
    func last() throws {
        let desk = try Self.desk()
        #expect(desk.postern("key", "revoke", Self.fingerprint).status == 0)
        #expect(desk.text("etc/authorized_keys.d/web1") == nil)
        #expect(desk.postern("key", "list", "web1", "--json").out == ["[]"])
        #expect(desk.postern("key", "rotate", "web1", "--pubkey", "-", input: SampleKey.second).status == 0)
        #expect(desk.postern("policy", "check").status == 0)
    }

    @Test("A key of a security key is taken; weak ones and another client's are refused with the reason")
    func types() throws {
        let desk = try Self.desk()
        let folder = desk.path("made")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        func refused(_ key: String, _ reason: String) throws {
            let before = try desk.policy()
            let reply = desk.postern("key", "rotate", "web1", "--pubkey", "-", input: key)
            #expect(reply.status == 1 && reply.err.contains { $0.contains(reason) }, "\(reply)")
            #expect(try desk.policy() == before)
        }
        let run = Process()
        run.executableURL = URL(filePath: "/usr/bin/ssh-keygen")
        run.arguments = ["-q", "-t", "rsa", "-b", "2048", "-N", "", "-f", "\(folder)/short"]
        try run.run()
        run.waitUntilExit()
        try refused(try String(contentsOfFile: "\(folder)/short.pub", encoding: .utf8), "this RSA key has 2048 bits")
        try refused("ssh-dss AAAAB3NzaC1kc3MAAACBAP web1", "DSA keys have only 1024 bits")
        desk.postern("client", "add", "web2", "--repo", "web1", "--pubkey", "-", input: SampleKey.second)
        try refused(SampleKey.second, "belongs to the client web2")
        let fido =
            "sk-ssh-ed25519@openssh.com AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIOIdMv4LeKYlatmrG6JcqOte79MrDUJkyFUS"
            + "n+HuHfKnAAAABHNzaDo="
        let reply = desk.postern("key", "rotate", "web1", "--pubkey", "-", input: fido)
        #expect(reply.status == 0, "\(reply)")
        #expect(desk.text("etc/authorized_keys")?.contains(" sk-ssh-ed25519@openssh.com ") == true)
    }

    @Test("authorized-keys finds each of many keys, and nothing for another user or another key")
    func authorizedKeys() throws {
        let desk = try Desk()
        desk.setUp()
        try Fleet.add(0..<300, to: desk.path("etc"))
        #expect(desk.postern("policy", "check", "--fix").status == 0)
        for number in 0..<300 {
            let words = Fleet.key(number).split(separator: " ").map(String.init)
            let reply = desk.postern("authorized-keys", NSUserName(), words[0], words[1])
            #expect(reply.status == 0 && reply.out.count == 1)
            #expect(reply.out.first?.hasPrefix("restrict,command=\"") == true)
            #expect(reply.out.first?.hasSuffix(" \(Fleet.key(number)) \(Fleet.name(number))") == true, "\(reply)")
        }
        let other = SampleKey.first.split(separator: " ").map(String.init)
        #expect(desk.postern("authorized-keys", NSUserName(), other[0], other[1]).out.isEmpty)
        let known = Fleet.key(7).split(separator: " ").map(String.init)
        #expect(desk.postern("authorized-keys", "nobody", known[0], known[1]).out.isEmpty)
        #expect(desk.postern("authorized-keys", NSUserName(), known[0], "nonsense").status == 0)
    }
}

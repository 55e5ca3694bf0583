@testable import Coordination
import Policy
import Testing
import Trail

/// What each check finds is tried with the real programs in `Tests/EndToEndTests/DoctorTests.swift`.
@Suite("postern doctor, as it speaks") struct DoctorTests {
    @Test("says a line for each thing, and below what is bad a command; ends with 2")
    func lines() throws {
        let desk = try Desk.withRepository()
        let reply = desk.postern("doctor")
        #expect(reply.status == 2)
        let index = try #require(
            reply.out.firstIndex { $0.hasPrefix("bad          ledger    the ledger is not running") })
        #expect(reply.out[index + 1].hasPrefix("             do:       postern-ledger --config "), "\(reply)")
        #expect(reply.out.contains("good         policy    sound; clients: 0, repositories: 1"), "\(reply)")
        #expect(reply.out.contains { $0.hasPrefix("cannot tell  sshd      this is a trial") }, "\(reply)")
        #expect(reply.out.contains { $0.hasPrefix("good         users     this is a trial of one user") }, "\(reply)")
        #expect(
            reply.err.last
                == "postern: hint: do what stands below each, then run postern doctor --config \(desk.path("etc")) again"
        )
    }

    @Test("goes on where the policy cannot be read")
    func noPolicy() throws {
        let desk = try Desk.withRepository()
        try desk.write("etc/postern.toml", "state = 7\n")
        let reply = desk.postern("doctor")
        #expect(reply.status == 2)
        #expect(
            reply.out.contains { $0.hasPrefix("bad          policy    \(desk.path("etc/postern.toml")):1: ") },
            "\(reply)")
        for check in ["files", "sandbox", "storage", "space", "pipes", "ledger", "trail", "keys", "secrets"] {
            let line = reply.out.first { $0.hasPrefix("cannot tell  \(check)") }
            #expect(line?.hasSuffix("the policy cannot be read") == true, "\(check): \(reply)")
        }
    }

    @Test("sees that the clock has gone back")
    func clock() throws {
        let story = try Story()
        story.minutesAgo(-60)
        try story.tell(Entry(action: .initialise, outcome: .allowed))
        let reply = story.desk.postern("doctor", "--json")
        #expect(reply.out.first?.contains("it has gone back: the newest row, 1, is 60 min ahead") == true, "\(reply)")
    }

    @Test("says whether the pipes of all clients fit into what the kernel gives a user")
    func pipes() throws {
        #expect(PipeCheckup.verdict(pages: 16_384, clients: 7).mend == nil)
        let few = PipeCheckup.verdict(pages: 16_384, clients: 8)
        #expect(few.mend?.contains("fs.pipe-user-pages-soft=262144 >/etc/sysctl.d/postern.conf") == true)
        #expect(few.text.hasPrefix("8 clients at once have 16384 pages"))
        for pages in [0, 262_144] { #expect(PipeCheckup.verdict(pages: pages, clients: 100_000).mend == nil) }
        let reply = try Desk.withRepository().postern("doctor")
        #expect(reply.out.contains { $0.hasPrefix("good         pipes     ") }, "\(reply)")
    }

    @Test(
        "knows versions of restic",
        arguments: [
            ("restic 0.14.0 compiled with go1.19.8 on linux/amd64", true),
            ("restic 0.16.4-dev (compiled manually)", true),
            ("restic 1.0 compiled", true), ("restic 0.13.1 compiled with go1.18", false), ("restic 0.9.6", false),
        ])
    func versions(line: String, isEnough: Bool) throws {
        let version = try #require(ResticVersion(line))
        #expect((version >= .oldest) == isEnough)
    }

    @Test("what it says to paste survives any path", arguments: ["/a b", "/a'b", "/$(id)", "/\u{1b}[31m", "a;b", ""])
    func words(path: String) throws {
        let word = ShellWord.quoted(path)
        #expect(word.hasPrefix("'") && word.hasSuffix("'") && !word.contains("\u{1b}"))
        #expect(!word.dropFirst().dropLast().replacing("'\\''", with: "").contains("'"))
    }
}

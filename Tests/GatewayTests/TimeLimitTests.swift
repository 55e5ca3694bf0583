import HTTP2
import Peer
import Testing

@testable import Contract
@testable import Gateway

@Suite("Time limits")
struct TimeLimitTests {
    @Test("A client that says nothing is not waited for")
    func preface() async throws {
        let session = try ShortSession { $0.preface = .milliseconds(100) }
        #expect(await session.end() == .broken("the client said nothing"))
    }

    @Test("An upload that does not move is given up with 408, and its room and its file are free again")
    func stalled() async throws {
        let session = try ShortSession { $0.stall = .milliseconds(100) }
        let blob = Blob(1, count: 5000)
        let upload = try session.peer.start(
            "POST", blob.path(), headers: [("content-length", "5000")], source: HaltingBody([1, 2, 3]))
        #expect(try session.peer.finish(upload).status == 408)
        #expect(session.site.names(in: "tmp").isEmpty)
        #expect(try session.peer.store(blob).status == 200)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("A client that does not answer a PING is gone")
    func dead() async throws {
        let session = try ShortSession {
            $0.quiet = .milliseconds(100)
            $0.ping = .milliseconds(100)
        }
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        #expect(await session.end() == .broken("the client does not answer"))
    }

    @Test("An idle session that answers PINGs stays")
    func idle() async throws {
        let session = try ShortSession {
            $0.quiet = .milliseconds(1)
            $0.preface = .seconds(4)
            $0.stall = .milliseconds(1)
            $0.ping = .seconds(2)
        }
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        // Our end answers PINGs while it waits; a client that did not would be gone by then.
        let later = ContinuousClock.now + .seconds(5)
        try session.peer.wait(for: "some PINGs to pass") { .now > later }
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("A session whose client has left does not wait for ever for a ledger that answers nothing")
    func farewell() async throws {
        let session = try ShortSession { $0.farewell = .milliseconds(100) }
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        try session.site.ledger().freeze()
        let blob = Blob(1, count: 10)
        _ = try session.peer.start("POST", blob.path(), body: blob.bytes)
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
        try session.site.ledger().thaw()
    }
}

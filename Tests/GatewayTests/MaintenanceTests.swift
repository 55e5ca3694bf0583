import HTTP2
import LedgerClient
import LedgerWire
import Peer
import Policy
import Testing

@testable import Contract
@testable import Gateway

@Suite("A session that begins while maintenance takes something away") struct MaintenanceTests {
    /// The run of a coordinator that is not there.
    private final class Coordinator {
        var run: LedgerRun?

        func begin(at site: PosternSite) throws {
            let opening = RunOpening(
                kind: .prune, place: try Place(parsing: "main:shared"), repository: "shared", actor: "test")
            guard case .granted(let run) = try LedgerRun.begin(socket: "\(site.folder)/state/run/ledger.sock", opening)
            else { throw Impossible() }
            self.run = run
        }

        func end() throws {
            try run?.end(RunEnding(.allowed))
            run = nil
        }

        struct Impossible: Error {}
    }

    @Test("has its upload held unanswered, and stored once that is over")
    func held() async throws {
        let coordinator = Coordinator()
        let session = try ShortSession({ _ in }, before: coordinator.begin)
        let blob = Blob(1, count: 5000)
        let upload = try session.peer.start("POST", blob.path(), body: blob.bytes)
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        #expect(try session.peer.ask("HEAD", blob.path()).status == 404)
        try coordinator.end()
        #expect(try session.peer.finish(upload).status == 200)
        #expect(try session.peer.ask("HEAD", blob.path()).status == 200)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("hears 503 when that takes too long, and nothing is stored", arguments: [true, false])
    func tooLong(asksForTheIndex: Bool) async throws {
        let coordinator = Coordinator()
        let session = try ShortSession({ $0.hold = .milliseconds(100) }, before: coordinator.begin)
        let blob = Blob(1, count: 5000)
        if asksForTheIndex {
            #expect(try session.peer.ask("GET", "/index/").status == 503)
        } else {
            let upload = try session.peer.start("POST", blob.path(), body: blob.bytes)
            #expect(try session.peer.finish(upload).status == 503)
        }
        #expect(try session.peer.ask("HEAD", blob.path()).status == 404)
        #expect(session.site.names(in: "tmp").isEmpty)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("may read all that is no index file")
    func reads() async throws {
        let coordinator = Coordinator()
        let session = try ShortSession({ _ in }, before: coordinator.begin)
        for path in ["/snapshots/", "/keys/", "/locks/", "/data/", "/config"] {
            #expect(try session.peer.ask("GET", path).status == 200)
        }
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
    }

    @Test("does not wait for its client when that leaves")
    func leaves() async throws {
        let coordinator = Coordinator()
        let session = try ShortSession({ _ in }, before: coordinator.begin)
        let blob = Blob(1, count: 5000)
        _ = try session.peer.start("POST", blob.path(), body: blob.bytes)
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        session.peer.closeInput()
        #expect(await session.end() == .clientLeft)
        try coordinator.end()
        #expect(session.site.names(in: "tmp").isEmpty)
    }
}

import HTTP2
import Linux
import Peer
import Testing

@Suite("The peer")
struct PeerTests {
    @Test("Asks a server at the other end of two pipes, several questions at once")
    func asks() throws {
        let peer = try Peer.ofEchoServer()
        let answer = try peer.ask("GET", "/hello")
        #expect(answer.status == 200)
        #expect(answer.text == "GET /hello")
        #expect(answer.header("x-path") == "/hello")

        let bodies = (0..<4).map { pattern(3_000_000, seed: $0) }
        let exchanges = try bodies.map { try peer.start("POST", "/echo", body: $0) }
        for (exchange, body) in zip(exchanges, bodies) { #expect(try peer.finish(exchange).body == body) }
    }

    @Test("Uploads a body that is made while it is sent")
    func generates() throws {
        let peer = try Peer.ofEchoServer()
        var left = 100
        let exchange = try peer.upload("/echo", length: 100 * 50_000) {
            left -= 1
            return left < 0 ? nil : pattern(50_000)
        }
        #expect(try peer.finish(exchange).body.count == 100 * 50_000)
    }

    @Test("Reports a body that contradicts its length")
    func lies() throws {
        let peer = try Peer.ofEchoServer()
        #expect(try peer.ask("POST", "/echo", body: [1, 2], length: .claimed(3)).status == 400)
        #expect(try peer.ask("POST", "/echo", body: [1, 2], length: .missing).body == [1, 2])
    }

    @Test("Hands a body to a sink")
    func sink() throws {
        let peer = try Peer.ofEchoServer()
        var count = 0
        let exchange = try peer.start("POST", "/echo", body: pattern(1_000_000)) { count += $0.byteCount }
        #expect(try peer.finish(exchange).body.isEmpty)
        #expect(count == 1_000_000)
    }

    @Test("Throws the code of a reset")
    func reset() throws {
        let peer = try Peer.ofEchoServer()
        #expect(throws: PeerError.reset(code: 2)) { try peer.ask("GET", "/broken") }
    }

    @Test("Raw bytes go in between the session's own")
    func raw() throws {
        let peer = try Peer.ofEchoServer()
        _ = try peer.ask("GET", "/a")
        try peer.sendRaw(RawFrame(type: 99, payload: pattern(10_000)).bytes)
        #expect(try peer.ask("GET", "/b").status == 200)
        try peer.sendRaw(RawFrame(type: 1, stream: 0).bytes)
        try peer.wait(for: "the goodbye") { peer.session.goaway != nil }
        #expect(peer.session.goaway == 1)
    }

    @Test("Tells a program's complaint and its exit status")
    func complains() throws {
        let script = "echo no $WHY >&2; exit 3"
        let peer = try Peer(program: "sh", arguments: ["-c", script], environment: ["WHY": "reason"])
        #expect(throws: PeerError.hungUp(waitingFor: "the answer on stream 1")) { try peer.ask("GET", "/") }
        #expect(try peer.wait() == .exited(3))
        #expect(peer.standardError == "no reason\n")
    }

    @Test("Closing the input ends a program that reads to the end")
    func closes() throws {
        let peer = try Peer(program: "cat", speaks: false)
        try peer.sendRaw(pattern(3_000_000))
        peer.closeInput()
        try peer.wait(for: "the echo") { peer.received.count == 3_000_000 }
        #expect(peer.received == pattern(3_000_000))
        #expect(try peer.wait() == .exited(0))
    }

    @Test("Killing is final")
    func kills() throws {
        let peer = try Peer(program: "sleep", arguments: ["1000"])
        peer.kill()
        #expect(try peer.wait() == .killed(signal: 9))
    }

    @Test("A program that says nothing is a failure when the patience is over")
    func silence() throws {
        let peer = try Peer(program: "sleep", arguments: ["1000"], patience: .milliseconds(50))
        #expect(throws: PeerError.deadline(waitingFor: "the answer on stream 1")) { try peer.ask("GET", "/") }
        #expect(throws: PeerError.deadline(waitingFor: "the program to end")) { try peer.wait() }
    }

    @Test("A program that is not there is an error")
    func missing() {
        #expect(throws: PeerError.system(SystemCallError("posix_spawnp", 2))) { try Peer(program: "/no/such/program") }
    }

    @Test("What is no HTTP/2 is a broken connection")
    func noise() throws {
        let peer = try Peer(program: "sh", arguments: ["-c", "echo This is a terminal, not HTTP/2; cat > /dev/null"])
        #expect(throws: PeerError.connection(.protocolViolation(code: 1))) { try peer.ask("GET", "/") }
    }
}

import HTTP2
import Testing

@Suite("A conversation over HTTP/2")
struct ConversationTests {
    @Test("A request arrives as it was asked")
    func request() throws {
        let pair = try Pair()
        let fields = [
            ("accept", "a/b"), ("range", "bytes=1-2"), ("x-one", "1"), ("x-one", "2"), ("content-length", "3"),
        ]
        let exchange = try pair.client.request("POST", "/a%20b?c=d", headers: fields, body: FixedBody([7, 8, 9]))
        try pair.talk()

        let head = try #require(pair.recorder.heads[exchange.stream])
        #expect(head.method == "POST")
        #expect(head.path == "/a%20b?c=d")
        #expect(head.contentLength == 3)
        #expect(!head.endStream)
        #expect(head.accept == "a/b")
        #expect(head.range == "bytes=1-2")
        #expect(head.header("x-one") == "1, 2")
        #expect(head.header("x-two") == nil)
        #expect(pair.recorder.bodies[exchange.stream] == [7, 8, 9])
        #expect(pair.recorder.ended == [exchange.stream])
    }

    @Test("A request without a body is complete with its head")
    func bodyless() throws {
        let pair = try Pair()
        let exchange = try pair.client.request("GET", "/config")
        try pair.talk()
        #expect(pair.recorder.heads[exchange.stream]?.endStream == true)
        #expect(pair.recorder.heads[exchange.stream]?.contentLength == nil)
        #expect(pair.recorder.ended.isEmpty)
    }

    @Test("An answer arrives as it was given")
    func answer() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 404, headers: [("x-why", "gone")]), body: nil)
        }
        let exchange = try pair.client.request("GET", "/config")
        try pair.talk()
        #expect(exchange.status == 404)
        #expect(exchange.header("x-why") == "gone")
        #expect(exchange.body.isEmpty)
        #expect(exchange.answerEnded)
        #expect(exchange.end == 0)
        #expect(pair.recorder.closed == [exchange.stream: 0])
    }

    @Test("Bodies of many windows pass whole in both directions at once", arguments: [Int.max, 4099, 65_536])
    func bodies(piece: Int) throws {
        let pair = try Pair(SessionLimits(streamWindow: 70_000, connectionWindow: 100_000))
        let up = (0..<3).map { pattern(300_000, seed: $0) }
        let down = pattern(1_000_000, seed: 9)
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: FixedBody(down))
        }
        let exchanges = try up.map { try pair.client.request("POST", "/", body: FixedBody($0)) }
        try pair.talk(inPiecesOf: piece)
        for (exchange, body) in zip(exchanges, up) {
            #expect(pair.recorder.bodies[exchange.stream] == body)
            #expect(exchange.body == down)
            #expect(exchange.end == 0)
        }
    }

    @Test("An answer to HEAD has the length of a body that is not sent")
    func head() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200, headers: [("content-length", "77")]), body: nil)
        }
        let exchange = try pair.client.request("HEAD", "/config")
        try pair.talk()
        #expect(exchange.header("content-length") == "77")
        #expect(exchange.end == 0)
    }

    @Test("A second answer to the same request changes nothing")
    func twice() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 403), body: nil)
            session.respond(stream, ResponseHead(status: 200), body: FixedBody([1]))
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        pair.server.respond(exchange.stream, ResponseHead(status: 200), body: nil)
        pair.server.resume(exchange.stream)
        try pair.talk()
        #expect(exchange.status == 403)
        #expect(exchange.end == 0)
    }

    @Test("An idle connection stays open and silent")
    func idle() throws {
        let pair = try Pair()
        _ = try pair.client.request("GET", "/")
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        try pair.talk()
        #expect(pair.server.wantsRead)
        #expect(!pair.server.wantsWrite)
        #expect(!pair.server.isOver)
        #expect(pair.client.goaway == nil)
    }

    @Test("A PING of either end is answered")
    func ping() throws {
        let pair = try Pair()
        try pair.talk()
        pair.server.ping()
        #expect(pair.server.awaitsPing)
        pair.client.ping()
        try pair.talk()
        #expect(!pair.server.awaitsPing)
        #expect(pair.client.answeredPings == 1)
    }

    @Test("Impossible limits are refused")
    func limits() {
        #expect(throws: HTTP2Error.invalidLimits) { try Pair(SessionLimits(frame: 100)) }
    }
}

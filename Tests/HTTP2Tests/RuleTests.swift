import HTTP2
import Peer
import Testing

@Suite("The rules of HTTP")
struct RuleTests {
    private static let good = RawFrame.requestFields("POST", "/config")

    private static let badHeads: [(String, [(String, String)])] = [
        ("no method", Array(good.dropFirst())),
        ("no path", good.filter { $0.0 != ":path" }),
        ("an empty path", RawFrame.requestFields("GET", "")),
        ("a path with a space", RawFrame.requestFields("GET", "/a b")),
        ("a path with NUL", RawFrame.requestFields("GET", "/a\0b")),
        ("a path that is not ASCII", RawFrame.requestFields("GET", "/ä")),
        ("no scheme", good.filter { $0.0 != ":scheme" }),
        ("two methods", good + [(":method", "GET")]),
        ("two paths", good + [(":path", "/")]),
        ("a pseudo field nobody knows", good + [(":what", "1")]),
        ("an answer's pseudo field", good + [(":status", "200")]),
        ("a pseudo field after the others", [("accept", "*/*")] + good),
        ("a method with a space", RawFrame.requestFields("GET /", "/")),
        ("a name in upper case", good + [("Accept", "*/*")]),
        ("an empty name", good + [("", "x")]),
        ("a name with a space", good + [("a b", "x")]),
        ("a value with CR LF", good + [("accept", "a\r\nb")]),
        ("a value with NUL", good + [("accept", "a\0b")]),
        ("transfer-encoding", good + [("transfer-encoding", "chunked")]),
        ("connection", good + [("connection", "close")]),
        ("te other than trailers", good + [("te", "gzip")]),
        ("a negative length", good + [("content-length", "-1")]),
        ("a length with a sign", good + [("content-length", "+1")]),
        ("a length with a space", good + [("content-length", "1 1")]),
        ("a length in hex", good + [("content-length", "0x1")]),
        ("an empty length", good + [("content-length", "")]),
        ("a length that no number holds", good + [("content-length", "99999999999999999999")]),
        ("two lengths", good + [("content-length", "1"), ("content-length", "2")]),
    ]

    @Test("A malformed request is answered with 400 and not reported", arguments: badHeads)
    func malformed(_ what: String, _ fields: [(String, String)]) throws {
        let server = try RawServer()
        try server.feed(.headers(1, fields, end: false))
        #expect(server.status(1) == 400, "\(what)")
        #expect(server.recorder.heads.isEmpty)
        #expect(server.recorder.closed.isEmpty)
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        try server.feed(.request(3, "GET", "/"))
        #expect(server.status(3) == 200, "the connection goes on")
    }

    @Test("An equal length may be said twice")
    func sameLength() throws {
        let server = try RawServer()
        try server.feed(.headers(1, Self.good + [("content-length", "2"), ("content-length", "2")], end: false))
        #expect(server.recorder.heads[StreamID(1)]?.contentLength == 2)
    }

    @Test("A length without a body is answered with 400")
    func lengthOnly() throws {
        let server = try RawServer()
        try server.feed(.headers(1, Self.good + [("content-length", "2")], end: true))
        #expect(server.status(1) == 400)
        #expect(server.recorder.heads.isEmpty)
    }

    @Test("A body that is not as long as it should be is answered with 400 and never complete", arguments: [1, 3])
    func wrongLength(_ count: Int) throws {
        let server = try RawServer()
        try server.feed(.headers(1, Self.good + [("content-length", "2")], end: false))
        try server.feed(.data(1, [UInt8](repeating: 0, count: count), end: true))
        #expect(server.status(1) == 400)
        #expect(server.recorder.ended.isEmpty)
        #expect(server.recorder.closed == [StreamID(1): 1])
        #expect(server.session.failure == nil)
    }

    @Test("No byte past its length is reported of a body")
    func tooLong() throws {
        let server = try RawServer()
        try server.feed(.headers(1, Self.good + [("content-length", "10")], end: false))
        try server.feed(.data(1, [1, 2, 3]), .data(1, [UInt8](repeating: 9, count: 8)), .data(1, [9], end: true))
        #expect(server.status(1) == 400)
        #expect(server.recorder.bodies[StreamID(1)] == [1, 2, 3])
    }

    @Test("A body that contradicts its length after an early 200 is reset")
    func contradictionAfterAnswer() throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        try server.feed(.headers(1, Self.good + [("content-length", "2")], end: false))
        try server.feed(.data(1, [1, 2, 3]))
        #expect(server.reset(1) == 1)
        #expect(server.recorder.closed == [StreamID(1): 1])
    }

    @Test("A trailer ends a body")
    func trailer() throws {
        let server = try RawServer()
        try server.feed(
            .request(1, "POST", "/", end: false), .data(1, [1]), .headers(1, [("x-sum", "1")], end: true))
        #expect(server.recorder.ended == [StreamID(1)])
        #expect(server.recorder.heads[StreamID(1)]?.header("x-sum") == nil)
    }

    @Test("A trailer with a pseudo field, or that is not the end, is answered with 400", arguments: [true, false])
    func badTrailer(end: Bool) throws {
        let server = try RawServer()
        let fields = end ? [(":path", "/other")] : [("x-sum", "1")]
        try server.feed(.request(1, "POST", "/", end: false), .headers(1, fields, end: end))
        #expect(server.status(1) == 400)
        #expect(server.recorder.ended.isEmpty)
        #expect(server.recorder.closed == [StreamID(1): 1])
    }

    @Test("A head over the limit is answered with 431, and the connection goes on")
    func tooLarge() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        let long = String(repeating: "x", count: 15 << 10)
        let fits = try pair.client.request("GET", "/", headers: [("x-long", long)])
        let exceeds = try pair.client.request("GET", "/", headers: [("x-long", long), ("y-long", long)])
        try pair.talk()
        #expect(fits.status == 200)
        #expect(exceeds.status == 431)
        #expect(pair.recorder.heads[exceeds.stream] == nil)
        #expect(pair.server.failure == nil)
    }
}

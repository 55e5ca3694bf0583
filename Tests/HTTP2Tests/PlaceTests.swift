import Glibc
import HTTP2
import Linux
import Peer
import Testing

@Suite("Bytes that are not copied")
struct PlaceTests {
    @Test("The rest of a body's frame is known while it comes, and nothing is where something else comes next")
    func arriving() throws {
        let server = try RawServer()
        try server.feed(.request(1, "POST", "/", end: false))
        #expect(server.session.arriving == nil)
        let frame = RawFrame(type: 0, flags: 0, stream: 1, payload: pattern(1000)).bytes
        try server.feed(Array(frame[..<300]))
        let arriving = try #require(server.session.arriving)
        #expect(arriving.stream == StreamID(1))
        #expect(arriving.count == 1000 - (300 - 9))
        try server.feed(Array(frame[300...]))
        #expect(server.session.arriving == nil)
        #expect(server.recorder.bodies[StreamID(1)] == pattern(1000))
    }

    @Test("Padding belongs to nobody: of such a frame nothing is known")
    func padded() throws {
        let server = try RawServer()
        try server.feed(.request(1, "POST", "/", end: false))
        let padding = [UInt8](repeating: 0, count: 10)
        let frame = RawFrame(type: 0, flags: 8, stream: 1, payload: [10] + pattern(500) + padding)
        try server.feed(Array(frame.bytes[..<200]))
        #expect(server.session.arriving == nil)
    }

    @Test("A body that lies in a pipe comes out as it is, in frames of whole size")
    func pipedBody() throws {
        let pair = try Pair()
        let bytes = pattern(60_000)
        let body = try PipedBody(bytes)
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: body)
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        #expect(exchange.body == bytes)
        #expect(exchange.answerEnded)
        #expect(exchange.largestFrame == 16 << 10)
    }
}

/// A body that is in a pipe.
private final class PipedBody: BodySource {
    private let pipe: Linux.Pipe
    private var left: Int

    init(_ bytes: [UInt8]) throws {
        pipe = try Pipe()
        try pipe.writing.write(all: bytes)
        left = bytes.count
    }

    var ready: BodyState { .bytes(left, last: true) }

    func take(into buffer: UnsafeMutableRawBufferPointer) { Issue.record("it is lent") }

    func lend(_ count: Int) -> Loan? {
        left -= count
        return Loan(pipe: pipe.reading.raw, count: count, by: self)
    }
}

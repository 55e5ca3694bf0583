import Glibc
import HTTP2
import Linux
import Peer
import Testing

@Suite("Bytes that are not copied")
struct LoanTests {
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

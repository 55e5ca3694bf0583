import HTTP2
import Peer
import Testing

@Suite("Flow control")
struct FlowTests {
    @Test("A body that is not consumed stops its sender at the window, and goes on when it is")
    func streamWindow() throws {
        let pair = try Pair(SessionLimits(streamWindow: 200_000))
        pair.recorder.consumes = false
        try pair.talk()
        let body = pattern(500_000)
        let exchange = try pair.client.request("POST", "/", body: FixedBody(body))
        try pair.talk()
        #expect(pair.recorder.bodies[exchange.stream]?.count == 200_000)

        while let came = pair.recorder.bodies[exchange.stream]?.count, came < body.count {
            pair.server.consume(200_000, on: exchange.stream)
            try pair.talk()
            #expect(pair.recorder.bodies[exchange.stream, default: []].count <= came + 200_000)
            try #require(pair.recorder.bodies[exchange.stream, default: []].count > came)
        }
        #expect(pair.recorder.bodies[exchange.stream] == body)
        #expect(pair.recorder.ended == [exchange.stream])
    }

    @Test("All bodies together stop at the window of the connection")
    func connectionWindow() throws {
        let pair = try Pair(SessionLimits(streamWindow: 200_000, connectionWindow: 500_000))
        pair.recorder.consumes = false
        try pair.talk()
        let exchanges = try (0..<5).map { _ in try pair.client.request("POST", "/", body: FixedBody(pattern(200_000))) }
        try pair.talk()
        #expect(pair.recorder.bodies.values.map(\.count).reduce(0, +) == 500_000)

        for exchange in exchanges.prefix(2) { pair.server.consume(200_000, on: exchange.stream) }
        try pair.talk()
        #expect(pair.recorder.bodies.values.map(\.count).reduce(0, +) == 900_000)
    }

    @Test("Bytes of a body that was broken off count until they are consumed")
    func brokenOff() throws {
        let pair = try Pair(SessionLimits(streamWindow: 200_000, connectionWindow: 300_000))
        pair.recorder.consumes = false
        try pair.talk()
        let first = try pair.client.request("POST", "/", body: FixedBody(pattern(300_000)))
        try pair.talk()
        pair.client.reset(first.stream, code: 8)
        let second = try pair.client.request("POST", "/", body: FixedBody(pattern(200_000)))
        try pair.talk()
        #expect(pair.recorder.closed == [first.stream: 8])
        #expect(pair.recorder.bodies[second.stream]?.count == 100_000)

        pair.server.consume(200_000, on: first.stream)
        try pair.talk()
        #expect(pair.recorder.bodies[second.stream]?.count == 200_000)
    }

    @Test("A reader without a window gets the head, and nothing is held in memory for it")
    func zeroWindow() throws {
        let pair = try Pair(client: ClientSettings(streamWindow: 0))
        let source = CountingBody(100 << 20)
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: source)
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        #expect(exchange.status == 200)
        #expect(exchange.bodyCount == 0)
        #expect(source.taken == 0)
        #expect(!pair.server.wantsWrite)
        #expect(pair.server.wantsRead)
    }

    @Test("Of a body that nobody reads no more is taken than the output holds")
    func slowReader() throws {
        let pair = try Pair()
        let source = CountingBody(100 << 20)
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: source)
        }
        _ = try pair.client.request("GET", "/")
        try unsafe pair.client.send { bytes in
            try unsafe pair.server.receive(bytes)
            return bytes.count
        }
        for _ in 0..<10 { pair.server.send { _ in nil } }
        #expect(source.taken > 0)
        #expect(source.taken <= 300 << 10)
    }

    @Test("Padding is credited without the caller")
    func padding() throws {
        let server = try RawServer(SessionLimits(streamWindow: 65_535))
        try server.feed(.request(1, "POST", "/", end: false))
        let padded = RawFrame(type: 0, flags: 8, stream: 1, payload: [255] + [UInt8](repeating: 0, count: 255))
        for _ in 0..<1000 { try server.feed(padded) }
        #expect(server.session.failure == nil)
        #expect(server.reset(1) == nil)
    }
}

/// A body that counts what was taken.
final class CountingBody: BodySource {
    private let length: Int
    private(set) var taken = 0

    init(_ length: Int) { self.length = length }

    var ready: BodyState { .bytes(length - taken, last: true) }

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 0)
        taken += buffer.count
    }
}

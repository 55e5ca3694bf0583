import HTTP2
import Peer
import Testing

@Suite("Answers")
struct AnswerTests {
    @Test("A refused upload ends with its answer, and its body costs no window")
    func earlyRefusal() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 403), body: nil)
        }
        try pair.talk()
        for _ in 0..<20 {
            let source = CountingBody(50 << 20)
            let exchange = try pair.client.request("POST", "/data/a", body: source)
            try pair.talk()
            #expect(exchange.status == 403)
            #expect(exchange.answerEnded)
            #expect(exchange.end == 0)
            #expect(pair.recorder.closed[exchange.stream] == 0)
            #expect(source.taken <= 5 << 20)
        }
        #expect(pair.recorder.bodies.isEmpty)
        #expect(pair.recorder.ended.isEmpty)

        pair.recorder.whenAsked = { _, _, _ in }
        let welcome = try pair.client.request("POST", "/data/b", body: CountingBody(20 << 20))
        try pair.talk()
        #expect(pair.recorder.bodies[welcome.stream]?.count == 20 << 20)
    }

    @Test("A refused upload gets its head with END_STREAM, and then RST_STREAM with NO_ERROR")
    func refusalOnTheWire() throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 400), body: nil)
        }
        try server.feed(.request(1, "POST", "/", end: false))
        let answer = server.frames.filter { $0.stream == 1 }
        #expect(answer.map(\.type) == [1, 3])
        #expect(answer.first?.flags == 5)
        #expect(server.reset(1) == 0)
    }

    @Test("A refusal with a body resets the upload only after the last byte")
    func refusalWithBody() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 507), body: FixedBody(pattern(200_000)))
        }
        try pair.talk()
        let exchange = try pair.client.request("POST", "/data/a", body: CountingBody(50 << 20))
        try pair.talk()
        #expect(exchange.status == 507)
        #expect(exchange.body == pattern(200_000))
        #expect(exchange.end == 0)
    }

    @Test("After an early 200 the body is still reported, and the stream is not reset")
    func earlySuccess() throws {
        let pair = try Pair()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        let body = pattern(9_000_000)
        let exchange = try pair.client.request("POST", "/data/a", body: FixedBody(body))
        try pair.talk()
        #expect(pair.recorder.bodies[exchange.stream] == body)
        #expect(pair.recorder.ended == [exchange.stream])
        #expect(pair.recorder.closed == [exchange.stream: 0])
        #expect(exchange.end == 0)
    }

    @Test("A body that is not there yet is asked again when it is resumed, and not before")
    func deferral() throws {
        let pair = try Pair()
        let source = SteppedBody()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: source)
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        #expect(exchange.status == 200)
        #expect(!pair.server.wantsWrite)
        for step in [BodyState.bytes(100_000, last: false), .bytes(1, last: false), .bytes(50_000, last: true)] {
            source.ready = step
            try pair.talk()
            let before = exchange.bodyCount
            pair.server.resume(exchange.stream)
            try pair.talk()
            #expect(exchange.bodyCount > before)
        }
        #expect(exchange.bodyCount == 150_001)
        #expect(exchange.end == 0)
    }

    @Test("A body that ends without a further byte ends the answer")
    func lateEnd() throws {
        let pair = try Pair()
        let source = SteppedBody()
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: source)
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        source.ready = .bytes(0, last: true)
        pair.server.resume(exchange.stream)
        try pair.talk()
        #expect(exchange.answerEnded)
        #expect(exchange.end == 0)
    }

    @Test("A body that fails is a broken stream to the client, never a short success")
    func failure() throws {
        let pair = try Pair()
        let source = SteppedBody()
        source.ready = .bytes(70_000, last: false)
        pair.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: source)
        }
        let exchange = try pair.client.request("GET", "/")
        try pair.talk()
        #expect(exchange.bodyCount == 70_000)
        source.ready = .failed
        pair.server.resume(exchange.stream)
        try pair.talk()
        #expect(!exchange.answerEnded)
        #expect(exchange.end == 2)
        #expect(pair.recorder.closed == [exchange.stream: 2])
        #expect(pair.server.failure == nil)
    }

    @Test("An upload that is broken off is reported as broken, whatever the client calls it", arguments: [0, 8])
    func brokenUpload(code: UInt32) throws {
        let pair = try Pair()
        let source = SteppedBody()
        source.ready = .bytes(70_000, last: false)
        let exchange = try pair.client.request("POST", "/", body: source)
        try pair.talk()
        #expect(pair.recorder.bodies[exchange.stream]?.count == 70_000)
        pair.client.reset(exchange.stream, code: code)
        try pair.talk()
        #expect(pair.recorder.closed == [exchange.stream: 8])
        #expect(pair.recorder.ended.isEmpty)
        pair.server.respond(exchange.stream, ResponseHead(status: 200), body: nil)
        try pair.talk()
        #expect(pair.server.failure == nil)
    }

    @Test("DATA frames have at most 16 KiB, and the last one ends the stream", arguments: [1, 16_384, 16_385, 100_000])
    func frames(length: Int) throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: CountingBody(length))
        }
        try server.feed(.settings([(4, 1 << 20), (5, 1 << 20)]), .windowUpdate(0, 1 << 20), .request(1, "GET", "/"))
        let data = server.frames.filter { $0.type == 0 }
        #expect(data.allSatisfy { (1...16_384).contains($0.payload.count) })
        #expect(data.map(\.payload.count).reduce(0, +) == length)
        #expect(data.dropLast().allSatisfy { $0.flags == 0 })
        #expect(data.last?.flags == 1)
    }

    @Test("Two answers go on side by side")
    func sideBySide() throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: CountingBody(500_000))
        }
        try server.feed(
            .settings([(4, 1 << 20)]), .windowUpdate(0, 1 << 20), .request(1, "GET", "/"), .request(3, "GET", "/"))
        let halfway = server.frames.filter { $0.type == 0 }.prefix(20)
        #expect(Set(halfway.map(\.stream)) == [1, 3])
    }
}

/// A body that is where the test puts it.
final class SteppedBody: BodySource {
    /// After the announced bytes were taken, the rest comes later.
    var ready = BodyState.later

    func take(into buffer: UnsafeMutableRawBufferPointer) {
        unsafe buffer.initializeMemory(as: UInt8.self, repeating: 1)
        guard case .bytes(let count, let last) = ready else { return }
        ready = count == buffer.count ? .later : .bytes(count - buffer.count, last: last)
    }
}

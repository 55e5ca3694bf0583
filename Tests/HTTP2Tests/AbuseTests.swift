import HTTP2
import Peer
import Testing

@Suite("A hostile client")
struct AbuseTests {
    @Test(
        "What is no HTTP/2 ends the connection at once",
        arguments: ["GET / HTTP/1.1\r\nHost: a\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "\0\0\0\0", "PRI * HTTP/2.1"])
    func garbage(_ text: String) throws {
        let server = try RawServer(greets: false)
        #expect(throws: HTTP2Error.notHTTP2) { try server.feed(Array(text.utf8)) }
        #expect(!server.session.wantsRead)
        #expect(throws: HTTP2Error.notHTTP2) { try server.feed(RawFrame.preface) }
    }

    @Test("A preface without SETTINGS ends the connection")
    func noSettings() throws {
        let server = try RawServer(greets: false)
        try server.feed(RawFrame.preface + RawFrame.request(1, "GET", "/").bytes)
        #expect(server.session.failure == .protocolViolation(code: 1))
        #expect(server.recorder.heads.isEmpty)
        #expect(server.session.isOver)
    }

    @Test("Rapid resets end the connection, whatever code they have", arguments: [0, 8, 2])
    func rapidReset(code: UInt32) throws {
        let server = try RawServer()
        #expect(throws: HTTP2Error.tooManyBrokenStreams) {
            for stream in stride(from: Int32(1), to: 100_000, by: 2) {
                try server.feed(.request(stream, "GET", "/"), .reset(stream, code: code))
            }
        }
        #expect(server.recorder.heads.count <= 1100)
        #expect(server.goaway == 11)
        #expect(server.session.isOver)
    }

    @Test("A client that now and then breaks off what it asked for goes on for ever")
    func honestReset() throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, head, stream in
            guard head.path == "/answered" else { return }
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        // 1,900 resets: fewer than nghttp2's own limit, which is by the clock.
        for stream in stride(from: Int32(1), to: 7600, by: 4) {
            try server.feed(.request(stream, "GET", "/answered"))
            try server.feed(.request(stream + 2, "GET", "/dropped"), .reset(stream + 2, code: 8))
        }
        #expect(server.session.failure == nil)
        #expect(server.recorder.closed.count == 3800)
    }

    @Test("Thousands of resets end the connection even where as many requests go well")
    func evenedOut() throws {
        let server = try RawServer()
        server.recorder.whenAsked = { session, head, stream in
            guard head.path == "/answered" else { return }
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        for stream in stride(from: Int32(1), to: 200_000, by: 4) where server.session.failure == nil {
            try server.feed(.request(stream, "GET", "/answered"))
            try server.feed(.request(stream + 2, "GET", "/dropped"), .reset(stream + 2, code: 8))
        }
        #expect(server.session.failure == .protocolViolation(code: 2))
    }

    @Test("A client that makes the server reset again and again is ended too")
    func madeToReset() throws {
        let server = try RawServer()
        #expect(throws: HTTP2Error.tooManyBrokenStreams) {
            for stream in stride(from: Int32(1), to: 100_000, by: 2) {
                try server.feed(.request(stream, "GET", "/"), .windowUpdate(stream, 0x7fff_ffff))
            }
        }
    }

    @Test("A flood of malformed requests ends the connection")
    func malformedFlood() throws {
        let server = try RawServer()
        #expect(throws: HTTP2Error.tooManyBrokenStreams) {
            for stream in stride(from: Int32(1), to: 100_000, by: 2) {
                try server.feed(.headers(stream, [("x", "y")]))
            }
        }
    }

    @Test("A header in endless pieces ends the connection")
    func continuations() throws {
        let server = try RawServer()
        let fields = RawFrame.requestFields("GET", "/")
        try server.feed(.headers(1, block: RawFrame.block(fields), complete: false))
        #expect(throws: HTTP2Error.tooManyContinuations) {
            for number in 0..<100 {
                try server.feed(.continuation(1, block: RawFrame.block([("x-\(number)", "y")]), complete: false))
            }
        }
        #expect(server.recorder.heads.isEmpty)
        #expect(server.goaway == 11)
    }

    @Test("A small header that unpacks to megabytes ends the connection")
    func bomb() throws {
        let server = try RawServer()
        // One entry of the dynamic table (RFC 7541, 6.2.1), then references to it (6.1).
        let entry = [0x40] + RawFrame.block([("x", String(repeating: "y", count: 3900))]).dropFirst()
        let block = RawFrame.block(RawFrame.requestFields("GET", "/")) + entry
        #expect(throws: HTTP2Error.headersTooLarge) {
            try server.feed(.headers(1, block: block + [UInt8](repeating: 0xbe, count: 60_000)))
        }
        #expect(server.recorder.heads.isEmpty)
        #expect(server.goaway == 11)
    }

    @Test("A header frame that is larger than any honest one ends the connection")
    func giantHeader() throws {
        let server = try RawServer()
        let fields = [("x", String(repeating: "y", count: 100_000))]
        #expect(throws: HTTP2Error.headersTooLarge) { try server.feed(.headers(1, fields)) }
    }

    @Test("A header block that cannot be decoded ends the connection")
    func undecodable() throws {
        let server = try RawServer()
        try server.feed(.headers(1, block: [0xff, 0xff, 0xff, 0xff, 0xff]))
        #expect(server.session.failure == .protocolViolation(code: 9))
    }

    @Test("PINGs whose answers are not read end the connection")
    func unreadPings() throws {
        let server = try RawServer()
        #expect(throws: HTTP2Error.tooManyUnreadAnswers) {
            for _ in 0..<100_000 { try server.feed(.ping(), listens: false) }
        }
    }

    @Test("PINGs whose answers are read never end it")
    func readPings() throws {
        let server = try RawServer()
        for _ in 0..<20_000 { try server.feed(.ping(7)) }
        #expect(server.frames.filter { $0.type == 6 && $0.flags == 1 }.count == 20_000)
    }

    @Test("A flood of SETTINGS ends the connection")
    func settings() throws {
        let server = try RawServer()
        #expect(throws: HTTP2Error.tooManySettings) {
            for _ in 0..<100_000 { try server.feed(.settings([(4, 65_535)])) }
        }
    }

    @Test("A flood of empty frames ends the connection")
    func emptyFrames() throws {
        let server = try RawServer()
        try server.feed(.request(1, "POST", "/", end: false))
        #expect(throws: HTTP2Error.tooManyEmptyFrames) {
            for _ in 0..<100_000 { try server.feed(.data(1, [])) }
        }
    }

    @Test("A body that overflows its window breaks its stream")
    func streamOverflow() throws {
        let server = try RawServer(SessionLimits(streamWindow: 100_000))
        server.recorder.consumes = false
        try server.feed(.request(1, "POST", "/", end: false))
        for _ in 0..<10 { try server.feed(.data(1, [UInt8](repeating: 0, count: 10_000))) }
        #expect(server.reset(1) == nil)
        for _ in 0..<10 { try server.feed(.data(1, [UInt8](repeating: 0, count: 10_000))) }
        #expect(server.reset(1) == 3)
        #expect(server.recorder.closed == [StreamID(1): 3])
        #expect(server.recorder.bodies[StreamID(1), default: []].count <= 110_000)
    }

    @Test("Bodies that overflow the window of the connection end it")
    func connectionOverflow() throws {
        let server = try RawServer(SessionLimits(streamWindow: 100_000, connectionWindow: 150_000))
        server.recorder.consumes = false
        for stream in [Int32(1), 3] {
            try server.feed(.request(stream, "POST", "/", end: false))
            for _ in 0..<10 where server.session.failure == nil {
                try server.feed(.data(stream, [UInt8](repeating: 0, count: 10_000)))
            }
        }
        #expect(server.session.failure == .protocolViolation(code: 3))
        #expect(server.recorder.bodies.values.map(\.count).reduce(0, +) == 150_000)
    }

    @Test("Windows of more than 2 GiB break the stream, or the connection", arguments: [Int32(0), 1])
    func windowUpdateOverflow(stream: Int32) throws {
        let server = try RawServer()
        try server.feed(.request(1, "POST", "/", end: false))
        try server.feed(.windowUpdate(stream, 0x7fff_ffff))
        #expect(stream == 0 ? server.session.failure == .protocolViolation(code: 3) : server.reset(1) == 3)
    }

    @Test("More requests at a time than allowed are never reported")
    func streams() throws {
        let server = try RawServer(SessionLimits(streams: 10))
        for stream in stride(from: Int32(1), to: 41, by: 2) where server.session.failure == nil {
            try server.feed(.request(stream, "GET", "/"))
        }
        #expect(server.recorder.heads.count == 10)
        #expect(server.session.failure == .protocolViolation(code: 1))
    }

    @Test("More requests at a time than allowed are refused before the client knows of the limit")
    func earlyStreams() throws {
        let server = try RawServer(SessionLimits(streams: 10), greets: false)
        try server.feed(RawFrame.preface + RawFrame.settings().bytes)
        for stream in stride(from: Int32(1), to: 41, by: 2) { try server.feed(.request(stream, "GET", "/")) }
        #expect(server.recorder.heads.count == 10)
        #expect(server.reset(39) == 7)
        #expect(server.session.failure == nil)
        #expect(throws: HTTP2Error.tooManyBrokenStreams) {
            for stream in stride(from: Int32(41), to: 100_000, by: 2) { try server.feed(.request(stream, "GET", "/")) }
        }
    }

    @Test("A frame that is larger than allowed ends the connection before it is read")
    func frameSize() throws {
        let server = try RawServer()
        try server.feed(.request(1, "POST", "/", end: false))
        try server.feed([0x10, 0, 1, 0, 0, 0, 0, 0, 1])
        #expect(server.session.failure == .protocolViolation(code: 6))
    }

    @Test("A client that asks and asks without reading is ended")
    func deaf() throws {
        let server = try RawServer(SessionLimits(streams: 2), greets: false)
        server.recorder.whenAsked = { session, _, stream in
            session.respond(stream, ResponseHead(status: 200), body: nil)
        }
        try server.feed(RawFrame.preface + RawFrame.settings().bytes, listens: false)
        #expect(throws: HTTP2Error.tooManyBrokenStreams) {
            for stream in stride(from: Int32(1), to: 100_000, by: 2) {
                try server.feed(.request(stream, "GET", "/"), listens: false)
            }
        }
        #expect(server.recorder.heads.count == 2)
    }

    @Test("Frames of kinds that nobody knows are skipped")
    func unknownFrames() throws {
        let server = try RawServer()
        for type in UInt8(10)...255 {
            try server.feed(RawFrame(type: type, flags: 255, stream: 1, payload: [UInt8](repeating: type, count: 100)))
        }
        try server.feed(.request(1, "GET", "/"))
        #expect(server.recorder.heads.count == 1)
    }

    @Test("Any bytes after the preface end in an error or in nothing", arguments: 0..<40)
    func noise(seed: UInt64) throws {
        var random = Noise(seed: seed)
        for _ in 0..<50 {
            let server = try RawServer()
            server.recorder.whenAsked = { session, _, stream in
                session.respond(stream, ResponseHead(status: 200), body: FixedBody(pattern(20_000)))
            }
            var bytes = RawFrame.request(1, "POST", "/a", end: false).bytes + RawFrame.data(1, [1, 2, 3]).bytes
            bytes += RawFrame.ping().bytes + RawFrame.windowUpdate(1, 9).bytes + RawFrame.request(3, "GET", "/").bytes
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            try? server.feed(bytes)
            #expect(server.recorder.bodies.values.map(\.count).reduce(0, +) <= bytes.count)
        }
    }
}

internal import HTTP2
internal import Peer

/// What no honest HTTP/2 client does: memory stays bounded, and the server goes on or ends this one session.
enum Floods {
    static let chapter = Chapter(
        title: "Abuse of HTTP/2",
        cases: [
            Case(
                "Rapid reset: 20,000 requests that are broken off at once",
                storm { number in
                    RawFrame.request(number * 2 + 1, "GET", "/config").bytes
                        + RawFrame.reset(number * 2 + 1, code: 8).bytes
                }),
            Case(
                "Rapid reset of uploads",
                storm { number in
                    let stream = number * 2 + 1
                    let fields = RawFrame.requestFields("POST", Blob("x").path()) + [("content-length", "100000")]
                    return RawFrame.headers(stream, fields, end: false).bytes + RawFrame.data(stream, [1, 2, 3]).bytes
                        + RawFrame.reset(stream, code: 8).bytes
                }),
            Case(
                "A header in endless CONTINUATION frames",
                storm(start: endlessHeader) { _ in
                    RawFrame.continuation(
                        1, block: RawFrame.block([("x-a", String(repeating: "y", count: 1000))]), complete: false
                    )
                    .bytes
                }),
            Case(
                "An HPACK bomb",
                storm { number in
                    let entry = [0x40] + RawFrame.block([("x", String(repeating: "y", count: 3900))]).dropFirst()
                    let start = RawFrame.block(RawFrame.requestFields("GET", "/config")) + entry
                    return RawFrame.headers(number * 2 + 1, block: start + [UInt8](repeating: 0xbe, count: 12_000))
                        .bytes
                }),
            Case("PINGs without end whose answers are not read", storm(listens: false) { _ in RawFrame.ping().bytes }),
            Case("PINGs without end whose answers are read", storm { _ in RawFrame.ping().bytes }),
            Case("SETTINGS without end", storm { RawFrame.settings([(4, UInt32($0) + 1000)]).bytes }),
            Case(
                "SETTINGS without end whose answers are not read",
                storm(listens: false) { _ in RawFrame.settings().bytes }),
            Case("Empty DATA frames without end", storm(start: openUpload) { _ in RawFrame.data(1, []).bytes }),
            Case(
                "A window that overflows, of a stream and of the connection",
                storm { number in
                    let stream = number * 2 + 1
                    return RawFrame.request(stream, "GET", "/snapshots/", end: false).bytes
                        + RawFrame.windowUpdate(stream, 0x7fff_ffff).bytes + RawFrame.windowUpdate(0, 0x7fff_ffff).bytes
                }),
            Case(
                "A body that overflows its window",
                storm(start: openUpload) { _ in
                    RawFrame.data(1, [UInt8](repeating: 1, count: 16_384)).bytes
                }),
            Case(
                "More streams than allowed, none of which ends",
                storm { number in
                    let fields =
                        RawFrame.requestFields("POST", Blob("\(number)").path()) + [("content-length", "100000")]
                    return RawFrame.headers(number * 2 + 1, fields, end: false).bytes
                        + RawFrame.data(number * 2 + 1, [1]).bytes
                }),
            Case(
                "Lists without end that nobody reads",
                storm(listens: false) { number in
                    RawFrame.request(number * 2 + 1, "GET", "/data/").bytes
                }),
            Case(
                "Frames of no known kind without end",
                storm { _ in
                    RawFrame(type: 99, payload: [UInt8](repeating: 1, count: 16_000)).bytes
                }),
            Case(
                "Priorities of streams that are not there",
                storm { number in
                    RawFrame(type: 2, stream: number * 2 + 1, payload: [0, 0, 0, 1, 9]).bytes
                }),
            Case("Garbage instead of the preface ends the session", garbage),
            Case("A client that says nothing and leaves is no failure") { ground in
                _ = try ground.site()
                var conduct = Conduct()
                conduct.speaks = false
                let peer = try ground.connect("web1", conduct)
                try expect(peer.hangUp(), is: .exited(0), "the end")
            },
            Case("A preface in single bytes, and a body in single bytes, are understood", trickle),
            Case("Reading nothing at all while the server has much to say holds little memory", deaf),
        ])

    private static let hello = RawFrame.preface + RawFrame.settings([(4, 65_535)]).bytes
    private static let openUpload = RawFrame.headers(
        1, RawFrame.requestFields("POST", Blob("x").path()) + [("content-length", "200000000")], end: false
    ).bytes
    private static let endlessHeader = RawFrame.headers(
        1, block: RawFrame.block(RawFrame.requestFields("GET", "/config")), complete: false
    ).bytes

    /// A case that sends `turn` 20,000 times, as far as the server reads it.
    private static func storm(
        start: [UInt8] = [], listens: Bool = true, _ turn: @escaping @Sendable (Int32) -> [UInt8]
    ) -> @Sendable (Ground) throws -> Void {
        { ground in
            _ = try ground.site()
            try expect(ground.connect().ask("HEAD", "/config"), 200, "HEAD before")
            var conduct = Conduct()
            conduct.speaks = false
            let peer = try ground.connect("web1", conduct)
            peer.patience = .seconds(5)
            peer.listens = listens
            try peer.sendRaw(hello)
            try? peer.sendRaw(start)
            let calm = try peer.peakMemory()
            var peak = calm
            for first in stride(from: Int32(0), to: 20_000, by: 500) {
                let bytes = (first..<first + 500).flatMap { turn($0) }
                // It may hang up, or read no more; both are an end of it.
                guard (try? peer.sendRaw(bytes)) != nil else { break }
                peak = max(peak, (try? peer.peakMemory()) ?? 0)
            }
            peak = max(peak, (try? peer.peakMemory()) ?? 0)
            try expect(peak - calm < 64 << 20, "memory grew by \((peak - calm) >> 20) MiB")
            peer.listens = true
            peer.patience = .seconds(30)
            let end = try peer.hangUp()
            if case .killed(let signal) = end { throw Breach("it was killed by signal \(signal)") }
            try expect(ground.connect().ask("HEAD", "/config"), 200, "HEAD in a new session")
        }
    }

    private static func garbage(_ ground: Ground) throws {
        _ = try ground.site()
        for text in [
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n", "PRI * HTTP/1.1\r\n\r\n",
            "\0\0\0\0\0\0\0\0\0\0\0\0",
        ] {
            var conduct = Conduct()
            conduct.speaks = false
            let peer = try ground.connect("web1", conduct)
            try? peer.sendRaw(Array(text.utf8) + [UInt8](repeating: 0, count: 64))
            let end = try peer.wait()
            try expect(end != .exited(0), "it ended as if all were well")
            if case .killed(let signal) = end { throw Breach("it was killed by signal \(signal)") }
        }
    }

    private static func trickle(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(1, count: 300)
        var conduct = Conduct()
        conduct.speaks = false
        let peer = try ground.connect("web1", conduct)
        let head = RawFrame.headers(
            1, RawFrame.requestFields("POST", blob.path()) + [("content-length", "300")], end: false)
        for byte in hello + head.bytes { try peer.sendRaw([byte]) }
        for (number, byte) in blob.bytes.enumerated() {
            try peer.sendRaw(RawFrame.data(1, [byte], end: number == 299).bytes)
        }
        try peer.wait(for: "the answer") { RawFrame.all(in: peer.received).contains { $0.type == 1 && $0.stream == 1 } }
        try expect(site.bytes(blob.file()), is: blob.bytes, "the file")
    }

    private static func deaf(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(1, count: 8 << 20)
        try site.plant(blob)
        let peer = try ground.connect()
        try expect(peer.ask("HEAD", "/config"), 200, "HEAD before")
        let calm = try peer.peakMemory()
        for _ in 0..<90 { _ = try peer.start("GET", blob.path()) }
        peer.listens = false
        peer.patience = .seconds(2)
        try? peer.wait(for: "nothing") { false }
        let peak = try peer.peakMemory()
        try expect(peak - calm < 64 << 20, "memory grew by \((peak - calm) >> 20) MiB")
        peer.kill()
    }
}

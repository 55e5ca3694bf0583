internal import HTTP2
internal import Peer

/// How restic's HTTP/2 wants to be spoken to; no frame of its own making, so that each one of ours can be seen.
enum Wire {
    static let chapter = Chapter(
        title: "HTTP/2 as restic needs it",
        cases: [
            Case("No answer names a server that changes what 404 means to restic") { ground in
                _ = try ground.site()
                let peer = try ground.connect()
                for (method, path) in [
                    ("GET", "/file-1"), ("HEAD", "/config"), ("GET", "/data/"), ("DELETE", "/config"),
                ] {
                    let server = try peer.ask(method, path).header("server") ?? ""
                    try expect(!server.hasPrefix("rclone/"), "\(method) \(path): Server is \"\(server)\"")
                }
            },
            Case("The windows hold what fits into a round trip: 4 MiB a stream, 8 MiB a connection", windows),
            Case("An answer's DATA frames have at most 16,384 bytes") { ground in
                let blob = Blob(1, count: 300_000)
                try ground.site().plant(blob)
                let peer = try raw(ground)
                try peer.sendRaw(RawFrame.request(1, "GET", blob.path()).bytes)
                try peer.sendRaw(
                    RawFrame.windowUpdate(0, 1 << 20).bytes + RawFrame.windowUpdate(1, 1 << 20).bytes)
                let data = try frames(peer, "the object") { frames in
                    frames.contains { $0.type == 0 && $0.stream == 1 && $0.flags & 1 == 1 }
                }.filter { $0.type == 0 && $0.stream == 1 }
                try expect(data.flatMap(\.payload), is: blob.bytes, "the object")
                let most = data.map(\.payload.count).max() ?? 0
                try expect(most <= 16_384, "a DATA frame has \(most) bytes")
            },
            Case("A PING beside a RST_STREAM is answered at once") { ground in
                let blob = Blob(1, count: 3_000_000)
                try ground.site().plant(blob)
                let peer = try raw(ground)
                for stream in stride(from: Int32(1), to: 41, by: 2) {
                    let mark = UInt8(stream)
                    try peer.sendRaw(
                        RawFrame.request(stream, "GET", blob.path()).bytes + RawFrame.reset(stream, code: 8).bytes
                            + RawFrame.ping(mark).bytes)
                    _ = try frames(peer, "the answer to PING \(mark)") { frames in
                        frames.contains { $0.type == 6 && $0.flags & 1 == 1 && $0.payload.first == mark }
                    }
                }
            },
            Case("A refused upload is answered before its body comes, and its stream ends without an error", early),
            Case("A session that goes well never hears GOAWAY") { ground in
                _ = try ground.site()
                let peer = try raw(ground)
                var stream: Int32 = 1
                for (method, path) in [("GET", "/file-1"), ("HEAD", "/config"), ("PUT", "/x"), ("DELETE", "/config")] {
                    try peer.sendRaw(RawFrame.request(stream, method, path).bytes)
                    _ = try frames(peer, "the answer to \(method) \(path)") { frames in
                        frames.contains { $0.type == 1 && $0.stream == stream }
                    }
                    stream += 2
                }
                try expect(!RawFrame.all(in: peer.received).contains { $0.type == 7 }, "GOAWAY")
            },
            Case("A client that says nothing is not waited for longer than two minutes", long: true) { ground in
                _ = try ground.site()
                var conduct = Conduct()
                conduct.speaks = false
                let peer = try ground.connect("web1", conduct)
                peer.patience = .seconds(120)
                try expect(peer.wait() != .exited(0), "it ended as if all were well")
            },
            Case("A client that answers no PING is gone in five minutes, an idle one that answers stays", long: true) {
                ground in
                _ = try ground.site()
                let idle = try ground.connect("web2")
                let deaf = try raw(ground)
                try deaf.sendRaw(RawFrame.request(1, "HEAD", "/config").bytes)
                try expect(idle.ask("HEAD", "/config"), 200, "HEAD before")
                (idle.patience, deaf.patience) = (.seconds(320), .seconds(10))
                let end = ContinuousClock.now + .seconds(300)
                try idle.wait(for: "five minutes to pass") { .now > end }
                try expect(deaf.wait() != .exited(0), "the dead one ended as if all were well")
                try expect(idle.ask("HEAD", "/config"), 200, "HEAD after five idle minutes")
            },
        ])

    /// A session in which our end says only what the case says, after the preface.
    private static func raw(_ ground: Ground) throws -> Peer {
        _ = try ground.site()
        var conduct = Conduct()
        conduct.speaks = false
        let peer = try ground.connect("web1", conduct)
        try peer.sendRaw(RawFrame.preface + RawFrame.settings().bytes)
        return peer
    }

    /// All frames so far, once `areThere` says so.
    private static func frames(
        _ peer: Peer, _ what: String, _ areThere: ([RawFrame]) -> Bool
    ) throws -> [RawFrame] {
        var frames: [RawFrame] = []
        try peer.wait(for: what) {
            frames = RawFrame.all(in: peer.received)
            return areThere(frames)
        }
        return frames
    }

    private static func windows(_ ground: Ground) throws {
        let peer = try raw(ground)
        try peer.sendRaw(RawFrame.request(1, "HEAD", "/config").bytes)
        let frames = try frames(peer, "an answer") { frames in frames.contains { $0.type == 1 } }
        func word(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
        var stream = 65_535
        for frame in frames where frame.type == 4 {
            for entry in stride(from: 0, to: frame.payload.count, by: 6) {
                let bytes = frame.payload[entry..<entry + 6]
                if word(bytes.prefix(2)) == 4 { stream = word(bytes.suffix(4)) }
            }
        }
        let updates = frames.filter { $0.type == 8 && $0.stream == 0 }
        let connection = updates.reduce(65_535) { $0 + word($1.payload[...]) }
        try expect(stream >= 4 << 20, "the window of a stream is \(stream) bytes")
        try expect(connection >= 8 << 20, "the window of the connection is \(connection) bytes")
    }

    private static func early(_ ground: Ground) throws {
        let peer = try raw(ground)
        let fields = RawFrame.requestFields("POST", "/config") + [("content-length", "4000000")]
        try peer.sendRaw(RawFrame.headers(1, fields, end: false).bytes)
        let frames = try frames(peer, "the answer and the reset") { frames in
            frames.contains { $0.type == 3 && $0.stream == 1 }
        }.filter { $0.stream == 1 }
        try expect(frames.first?.type, is: 1, "the first frame of the answer")
        try expect(frames.contains { ($0.type == 0 || $0.type == 1) && $0.flags & 1 == 1 }, "the answer has no end")
        try expect(frames.last?.payload, is: [0, 0, 0, 0], "the code of the reset")
    }
}

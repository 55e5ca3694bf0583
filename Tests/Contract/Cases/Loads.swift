internal import HTTP2
internal import Peer

/// GET and HEAD of objects.
enum Loads {
    static let chapter = Chapter(
        title: "Reading",
        cases: [
            Case("HEAD and GET of config are 200 with its length, or 404") { ground in
                _ = try ground.site()
                let peer = try ground.connect()
                try expect(peer.ask("HEAD", "/config").header("content-length"), is: "8", "HEAD /config")
                try expect(peer.ask("GET", "/config").text, is: "a config", "GET /config")
            },
            Case("HEAD and GET of a config that is not there are 404") { ground in
                _ = try ground.site(.empty)
                let peer = try ground.connect()
                try expect(peer.ask("HEAD", "/config"), 404, "HEAD /config")
                try expect(peer.ask("GET", "/config"), 404, "GET /config")
            },
            Case(
                "HEAD and GET of an object of each kind are 200 with its length",
                each { peer, kind, blob in
                    let head = try peer.ask("HEAD", blob.path(kind))
                    try expect(head, 200, "HEAD \(kind)")
                    try expect(head.header("content-length"), is: String(blob.bytes.count), "the length of \(kind)")
                    try expect(head.body, is: [], "the body of HEAD")
                    try expect(peer.ask("GET", blob.path(kind)).body, is: blob.bytes, "the bytes of \(kind)")
                }),
            Case(
                "HEAD and GET of what is not there are 404",
                each { peer, kind, _ in
                    try expect(peer.ask("HEAD", Blob("missing").path(kind)), 404, "HEAD \(kind)")
                    try expect(peer.ask("GET", Blob("missing").path(kind)), 404, "GET \(kind)")
                }),
            Case("A range is 206 with Content-Range and just those bytes", ranges),
            Case("A range outside the object is 416 with its size") { ground in
                let (peer, blob) = try one(ground)
                for range in ["bytes=1000-", "bytes=1000-1001", "bytes=99999999999999-"] {
                    let answer = try peer.ask("GET", blob.path(), headers: [("range", range)])
                    try expect(answer, 416, range)
                    try expect(answer.header("content-range"), is: "bytes */1000", "Content-Range of \(range)")
                }
            },
            Case("Several ranges, and malformed ones, get the whole object", malformed),
            Case("Many reads of one object at once all get its bytes") { ground in
                let (peer, blob) = try one(ground, count: 300_000)
                let exchanges = try (0..<20).map { _ in try peer.start("GET", blob.path()) }
                for exchange in exchanges { try expect(peer.finish(exchange).body, is: blob.bytes, "one of 20") }
            },
            Case("A large object comes whole, and memory stays below 64 MiB", large),
            Case("A download that is broken off harms nothing") { ground in
                let (peer, blob) = try one(ground, count: 3_000_000)
                for _ in 0..<20 { try peer.cancel(peer.start("GET", blob.path())) }
                try expect(peer.ask("GET", blob.path()).body, is: blob.bytes, "the next one")
            },
            Case("A reader that does not read holds nobody up, and little memory") { ground in
                let site = try ground.site()
                let blob = Blob(3, count: 2_000_000)
                try site.plant(blob)
                var conduct = Conduct()
                conduct.settings.streamWindow = 1000
                conduct.settings.consumesAtOnce = false
                let peer = try ground.connect("web1", conduct)
                try expect(peer.ask("HEAD", "/config"), 200, "a request before")
                for _ in 0..<40 { _ = try peer.start("GET", blob.path()) }
                try expect(peer.ask("HEAD", "/config"), 200, "another request meanwhile")
                let peak = try peer.peakMemory()
                try expect(peak < 96 << 20, "\(peak >> 20) MiB")
                peer.kill()
            },
        ])

    /// One planted object and a session.
    private static func one(_ ground: Ground, count: Int = 1000) throws -> (Peer, Blob) {
        let blob = Blob(7, count: count)
        try ground.site().plant(blob)
        return (try ground.connect(), blob)
    }

    /// A case for each kind of object, with one of each planted.
    private static func each(
        _ attempt: @escaping @Sendable (Peer, String, Blob) throws -> Void
    ) -> @Sendable (Ground) throws -> Void {
        { ground in
            let site = try ground.site()
            let kinds = ["data", "index", "keys", "locks", "snapshots"]
            for (number, kind) in kinds.enumerated() { try site.plant(Blob(UInt64(number), count: 700), as: kind) }
            let peer = try ground.connect()
            for (number, kind) in kinds.enumerated() { try attempt(peer, kind, Blob(UInt64(number), count: 700)) }
        }
    }

    private static func ranges(_ ground: Ground) throws {
        let (peer, blob) = try one(ground)
        for (range, bytes) in [
            ("bytes=0-", 0..<1000), ("bytes=0-0", 0..<1), ("bytes=10-19", 10..<20), ("bytes=999-", 999..<1000),
            ("bytes=990-5000", 990..<1000), ("bytes=-5", 995..<1000), ("bytes=-5000", 0..<1000),
            ("bytes=1-18446744073709551615", 1..<1000),
        ] {
            let answer = try peer.ask("GET", blob.path(), headers: [("range", range)])
            try expect(answer, 206, range)
            try expect(answer.body, is: Array(blob.bytes[bytes]), "the bytes of \(range)")
            try expect(answer.header("content-length"), is: String(bytes.count), "the length of \(range)")
            let wanted = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/1000"
            try expect(answer.header("content-range"), is: wanted, "Content-Range of \(range)")
        }
    }

    private static func malformed(_ ground: Ground) throws {
        let (peer, blob) = try one(ground)
        for range in [
            "bytes=5-2", "bytes=a-b", "bytes=", "bytes=-", "bytes=1-2,5-6", "lines=1-2", "bytes 1-2", "bytes=+1-2",
            "bytes=0x1-", "bytes=1--2", "bytes=99999999999999999999-", "BYTES", "bytes= 1-2",
        ] {
            let answer = try peer.ask("GET", blob.path(), headers: [("range", range)])
            try expect(answer, 200, range)
            try expect(answer.body, is: blob.bytes, "the bytes of \(range)")
        }
    }

    private static func large(_ ground: Ground) throws {
        let piece = Blob(5, count: 1 << 20)
        let blob = Blob((0..<96).flatMap { _ in piece.bytes })
        try ground.site().plant(blob)
        let peer = try ground.connect()
        var count = 0
        _ = try peer.finish(peer.start("GET", blob.path()) { span in count += span.byteCount })
        try expect(count, is: blob.bytes.count, "the bytes that came")
        let peak = try peer.peakMemory()
        try expect(peak < 64 << 20, "\(peak >> 20) MiB")
    }
}

internal import HTTP2
internal import Peer

/// What is a request, and what is none.
enum Requests {
    static let chapter = Chapter(
        title: "Requests",
        cases: [
            Case("The probe of a restic that starts is answered") { ground in
                let peer = try ground.connect()
                try expect(peer.ask("GET", "/file-12345678901234567890"), 404, "GET /file-N")
            },
            Case("A probe whose answer nobody reads harms nothing") { ground in
                let peer = try ground.connect()
                try peer.cancel(peer.start("GET", "/file-1"))
                try expect(peer.ask("GET", "/config"), 200, "the next request")
            },
            Case("A path outside the grammar is 404 and touches nothing", none(odd)),
            Case("Percent signs are not decoded", none(encoded)),
            Case("`..` leads nowhere", none(upwards)),
            Case("A name in upper case is no name", none(upperCase)),
            Case("A name of another length is no name", none(lengths)),
            Case("A path that ends like a lock is not a lock", deepLock),
            Case("A NUL or a raw byte in a path is refused, and the connection goes on", rawBytes),
            Case("Very long paths are refused, and the connection goes on", longPaths),
            Case("Methods that a path does not have get 405 with Allow", methods),
            Case("POST / without create=true is 400") { ground in
                try expect(ground.connect().ask("POST", "/"), 400, "POST /")
            },
            Case("POST /?create=true of a repository that is there is 200 and changes nothing") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                try expect(peer.ask("POST", "/?create=true"), 200, "POST /?create=true")
                try expect(peer.ask("GET", "/config").text, is: "a config", "the config")
                try expect(site.bytes("config").map { String(decoding: $0, as: UTF8.self) }, is: "a config", "the file")
            },
            Case("DELETE / is 403 and removes nothing") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                try site.plant(blob)
                let before = site.files
                try expect(ground.connect().ask("DELETE", "/"), 403, "DELETE /")
                try expect(site.files, is: before, "the repository's files")
            },
        ])

    private static let hex = Blob("abc").name

    private static let odd = [
        "/", "/data", "/data/\(hex)/", "//data/\(hex)", "/data//\(hex)", "/config/", "/config?x=1", "/data/?x=1",
        "/data/\(hex)?a", "/tmp/", "/trash/", "/tmp/1.1", "/web1/config", "/web1/data/\(hex)", "/DATA/\(hex)",
        "/Config",
        "/data/ab/\(hex)", "/data/config", "/locks", "/keys/..", "/?create=true&x", "/?create=false", "/.", "/data/.",
        "/file-", "/file-x", "/favicon.ico", "/data/\(hex)%00", "/data/\(hex);x", "/data/*",
    ]
    private static let encoded = [
        "/%63onfig", "/%2e%2e/config", "/data%2f\(hex)", "/data/%61%62", "/data/..%2f..%2fconfig", "/%2Fconfig",
        "/locks/%2e%2e/config", "/data/\(hex.dropLast())%61",
    ]
    private static let upwards = [
        "/..", "/../", "/../config", "/data/../config", "/locks/../config", "/me/../victim/config",
        "/../victim/data/\(hex)", "/data/../../etc/passwd", "/./config", "/data/./\(hex)", "/keys/../data/",
    ]
    private static let upperCase = [
        "/data/\(hex.uppercased())", "/keys/\(hex.uppercased())", "/locks/A\(hex.dropFirst())",
    ]
    private static let lengths = [
        "/data/\(hex.dropLast())", "/data/\(hex)0", "/data/\(hex.prefix(2))", "/snapshots/\(hex.dropLast(2))",
        "/locks/\(hex)\(hex)",
    ]

    /// A case that asks for each path with each method of ours, and for nothing of it to happen.
    private static func none(_ paths: [String]) -> @Sendable (Ground) throws -> Void {
        { ground in
            let site = try ground.site()
            try site.plant(Blob("abc"))
            let before = try { () throws in
                try ground.connect().hangUp(); return site.files
            }()
            let peer = try ground.connect()
            for path in paths {
                for method in ["GET", "HEAD", "POST", "DELETE"] where !(path == "/" && method != "GET") {
                    let body = method == "POST" ? Blob("abc").bytes : nil
                    let status = try peer.ask(method, path, body: body).status
                    let wanted = path == "/" ? 405 : 404
                    try expect(status, is: wanted, "\(method) \(path)")
                }
            }
            try expect(site.files, is: before, "the repository's files")
            try expect(peer.ask("GET", "/config"), 200, "the next request")
        }
    }

    private static func deepLock(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(2, count: 50)
        try site.plant(blob.bytes, at: "victim/locks/\(blob.name)")
        try site.plant(blob.bytes, at: "data/locks/\(blob.name)")
        let peer = try ground.connect()
        for path in ["/victim/locks/\(blob.name)", "/data/locks/\(blob.name)", "/x/../victim/locks/\(blob.name)"] {
            try expect(peer.ask("DELETE", path), 404, "DELETE \(path)")
        }
        try expect(site.has("victim/locks/\(blob.name)"), "a file outside locks/ was removed")
    }

    private static func rawBytes(_ ground: Ground) throws {
        _ = try ground.site()
        var conduct = Conduct()
        conduct.speaks = false
        let peer = try ground.connect("web1", conduct)
        try peer.sendRaw(RawFrame.preface + RawFrame.settings().bytes)
        var stream: Int32 = 1
        let paths = ["/data/a\u{0}b", "/\u{ff}\u{fe}", "/config\u{0}", "/con\rfig", "/con fig", "/ä"]
        for path in paths {
            let fields = [(":method", "GET"), (":scheme", "http"), (":authority", "x"), (":path", path)]
            try peer.sendRaw(RawFrame.headers(stream, fields).bytes)
            stream += 2
        }
        try peer.sendRaw(RawFrame.request(stream, "GET", "/config").bytes)
        try peer.wait(for: "the answer to an honest request") {
            RawFrame.all(in: peer.received).contains { $0.type == 0 && $0.stream == stream }
        }
        let bodies = RawFrame.all(in: peer.received).filter {
            $0.type == 0 && !$0.payload.isEmpty && $0.stream < stream
        }
        try expect(bodies.count, is: 0, "bodies for paths with raw bytes")
    }

    private static func longPaths(_ ground: Ground) throws {
        let peer = try ground.connect()
        for count in [257, 4096, 15_000] {
            let status = try peer.status("GET", "/" + String(repeating: "a", count: count))
            try expect([404, 414, 431].contains(status), "GET of \(count) characters: \(String(describing: status))")
        }
        try expect(peer.ask("GET", "/config"), 200, "the next request")
    }

    private static func methods(_ ground: Ground) throws {
        let peer = try ground.connect()
        let blob = Blob("abc")
        for (method, path) in [
            ("PUT", "/config"), ("PATCH", blob.path()), ("OPTIONS", "/config"), ("TRACE", blob.path()),
            ("get", "/config"),
            ("POST", "/data/"), ("DELETE", "/locks/"), ("HEAD", "/data/"), ("PUT", "/"), ("MKCOL", "/data/"),
        ] {
            let answer = try peer.ask(method, path)
            try expect(answer, 405, "\(method) \(path)")
            let allow = answer.header("allow") ?? ""
            try expect(!allow.isEmpty && !allow.contains(method), "\(method) \(path): Allow is \"\(allow)\"")
        }
    }
}

internal import Glibc
internal import HTTP2
internal import Peer

/// Uploads and initialisations that end in the middle.
enum Cuts {
    static let chapter = Chapter(
        title: "What is cut in the middle",
        cases: [
            Case(
                "An upload that the client resets leaves nothing, and can be tried again",
                cut { peer, upload in
                    try peer.cancel(upload)
                    try expect(peer.ask("HEAD", "/config"), 200, "the next request")
                }),
            Case(
                "An upload that ends with the connection leaves nothing, and can be tried again",
                cut { peer, _ in
                    try expect(peer.hangUp(), is: ExitStatus.exited(0), "the end")
                }),
            Case(
                "An upload that is cut by kill -9 leaves nothing, and can be tried again",
                cut { peer, _ in
                    peer.kill()
                    _ = try peer.wait()
                }),
            Case("A body that came whole is stored, also when the client is gone before the answer") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                let blob = Blob(3, count: 400_000)
                let upload = try peer.start("POST", blob.path(), body: blob.bytes)
                try peer.wait(for: "the body to leave") { upload.isOver || !peer.session.wantsWrite }
                try expect(peer.hangUp(), is: .exited(0), "the end")
                let stored = site.bytes(blob.file())
                try expect(stored == nil || stored == blob.bytes, "a part of it is stored")
                try expect(ground.connect().store(blob), 200, "again")
            },
            Case("A config that is cut in the middle is not there, and can be stored again", cutConfig),
            Case("An init that is cut after its key can be tried again, and shows no old key", cutInit),
            Case("The keys of an init that was cut are kept aside, not lost") { ground in
                let site = try ground.siteWithPolicy(.empty)
                let key = KeyText.good()
                let peer = try ground.connect()
                try expect(peer.store(key, as: "keys"), 200, "POST of the key")
                try peer.hangUp()
                try ground.connect().hangUp()
                try expect(
                    site.has("trash/keys.\(key.name)") || site.names(in: "trash").count == 1, "no key in the trash")
                try expect(site.names(in: "keys"), is: [], "keys that are left")
            },
            Case("Kill -9 again and again under uploads: each object is whole or absent", killLoop),
            Case("A session ends with 0 within 5 seconds of its client") { ground in
                _ = try ground.site()
                for work in [false, true] {
                    let peer = try ground.connect()
                    if work { try expect(peer.store(Blob(1, count: 1000)), 200, "POST") }
                    let started = ContinuousClock.now
                    try expect(peer.hangUp(), is: .exited(0), "the end")
                    try expect(ContinuousClock.now - started < .seconds(5), "it took \(ContinuousClock.now - started)")
                }
            },
        ])

    /// A case that breaks an upload off when most of it was sent.
    private static func cut(
        _ end: @escaping @Sendable (Peer, Exchange) throws -> Void
    ) -> @Sendable (Ground) throws -> Void {
        { ground in
            let site = try ground.site()
            for kind in ["data", "index", "snapshots"] {
                let blob = Blob(UInt64(kind.count), count: 600_000)
                let peer = try ground.connect()
                let upload = try peer.beginUpload(blob, as: kind, sending: 500_000)
                // The server has read it when it answers what was sent after it.
                try expect(peer.ask("HEAD", "/config"), 200, "a request meanwhile")
                try end(peer, upload)
                try expect(!site.has(blob.file(kind)), "\(kind): something has its name")
                let next = try ground.connect()
                _ = try next.ask("GET", "/file-1")
                try expect(next.ask("HEAD", blob.path(kind)), 404, "HEAD \(kind)")
                try expect(next.store(blob, as: kind), 200, "POST \(kind) again")
                try expect(site.bytes(blob.file(kind)), is: blob.bytes, "the file of \(kind)")
                try next.hangUp()
                peer.closeInput()
                _ = try peer.wait()
            }
            try expect(site.names(in: "tmp"), is: [], "left in tmp")
        }
    }

    private static func cutConfig(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        let config = Blob(1, count: 3000)
        for kill in [false, true] {
            let peer = try ground.connect()
            let source = HaltingBody(Array(config.bytes.prefix(2000)))
            _ = try peer.start("POST", "/config", headers: [("content-length", "3000")], source: source)
            try expect(peer.ask("HEAD", "/config"), 404, "HEAD meanwhile")
            if kill { peer.kill() } else { peer.closeInput() }
            _ = try peer.wait()
            try expect(!site.has("config"), "a part of a config is there")
        }
        let peer = try ground.connect()
        try expect(peer.ask("HEAD", "/config"), 404, "HEAD /config")
        try expect(peer.ask("POST", "/config", body: config.bytes), 200, "POST again")
        try expect(site.bytes("config"), is: config.bytes, "the config")
    }

    private static func cutInit(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        for seed in 1...3 {
            let peer = try ground.connect(seed == 2 ? "web2" : "web1")
            try expect(peer.ask("POST", "/?create=true"), 200, "POST /?create=true")
            let list = try Lists.list(peer, "keys")
            try expect(Lists.names(list), is: [], "keys at the start of try \(seed)")
            try expect(peer.store(KeyText.good(seed), as: "keys"), 200, "POST of the key")
            if seed == 1 { peer.kill() }
            if seed == 3 { try expect(peer.ask("POST", "/config", body: [1, 2, 3]), 200, "POST /config") }
            peer.closeInput()
            _ = try peer.wait()
        }
        try expect(site.names(in: "keys"), is: [KeyText.good(3).name], "the keys at the end")
        try expect(site.bytes("config"), is: [1, 2, 3], "the config")
    }

    private static func killLoop(_ ground: Ground) throws {
        let site = try ground.site()
        var said: Set<String> = []
        var blobs: [Blob] = []
        for round in 0..<12 {
            let peer = try ground.connect()
            let mine = (0..<8).map { Blob(UInt64(round * 100 + $0), count: 200_000) }
            blobs += mine
            let uploads = try mine.map { try peer.start("POST", $0.path(), body: $0.bytes) }
            try peer.wait(for: "some answers") { uploads.count { $0.isOver } >= round % 8 }
            peer.kill()
            _ = try peer.wait()
            for (upload, blob) in zip(uploads, mine) where upload.status == 200 { said.insert(blob.name) }
        }
        for blob in blobs {
            let stored = site.bytes(blob.file())
            try expect(stored == nil || stored == blob.bytes, "a part of an object is stored")
            try expect(stored != nil || !said.contains(blob.name), "an object that was answered with 200 is not there")
        }
        let peer = try ground.connect()
        for blob in blobs { try expect(peer.store(blob), 200, "each again") }
    }
}

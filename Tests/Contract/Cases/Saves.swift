internal import Peer

/// POST of objects.
enum Saves {
    static let kinds = ["data", "index", "keys", "locks", "snapshots"]

    static let chapter = Chapter(
        title: "Storing",
        cases: [
            Case("An object is 200 once it lies in restic's own layout, and can be read at once") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                for (number, kind) in kinds.enumerated() where kind != "keys" {
                    let blob = Blob(UInt64(number), count: 14_000)
                    try expect(peer.store(blob, as: kind), 200, "POST \(kind)")
                    try expect(site.bytes(blob.file(kind)), is: blob.bytes, "the file of \(kind)")
                    try expect(peer.ask("GET", blob.path(kind)).body, is: blob.bytes, "GET of \(kind)")
                }
            },
            Case("Bytes that do not have the name's SHA-256 are 400, for each kind", wrongHash),
            Case("A body that is shorter than announced is 400, and leaves nothing") { ground in
                try refused(ground, Blob(1, count: 5000), sending: 4999, saying: .claimed(5000))
            },
            Case("A body that is longer than announced is 400, and leaves nothing") { ground in
                try refused(ground, Blob(1, count: 5000), sending: 5000, saying: .claimed(4999))
            },
            Case("An upload without Content-Length is 400, and leaves nothing") { ground in
                try refused(ground, Blob(1, count: 5000), sending: 5000, saying: .missing)
            },
            Case("A Content-Length that is no number, or contradicts itself, is 400", lengths),
            Case("An empty body is 400, and leaves nothing") { ground in
                try refused(ground, Blob(""), sending: 0, saying: .claimed(0))
            },
            Case("The same bytes again are 200", repeated),
            Case("Other bytes under a name that is taken are 400, and change nothing", taken),
            Case("A stored object that was damaged is never said to be stored again", damaged),
            Case("A second config with other bytes is 403, and changes nothing") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                try expect(peer.ask("POST", "/config", body: Array("another".utf8)), 403, "POST /config")
                try expect(site.bytes("config"), is: Array("a config".utf8), "the config")
            },
            Case("The same config again is 200") { ground in
                _ = try ground.site()
                let peer = try ground.connect()
                try expect(peer.ask("POST", "/config", body: Array("a config".utf8)), 200, "POST /config")
            },
            Case("Two sessions that store the same object at once both get 200, and it is whole", race),
            Case("Two sessions that store two configs at once: one gets 200, and its config is whole", configRace),
            Case("A hundred uploads at once in one session are all stored", hundred),
            Case("Forty uploads that halt, with more than the window holds, do not stop each other", halting),
            Case("A pack of 128 MiB comes through, and memory stays below 64 MiB", largePack),
            Case("After a failed upload, restic's DELETE is 403 and its second try is 200") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 1000)
                let peer = try ground.connect()
                _ = try peer.status("POST", blob.path(), body: Array(blob.bytes.dropLast()), length: .right)
                try expect(peer.ask("DELETE", blob.path()), 403, "DELETE")
                try expect(peer.store(blob), 200, "POST again")
                try expect(site.bytes(blob.file()), is: blob.bytes, "the file")
            },
            Case("An early refusal comes before the body, and the connection goes on", early),
        ])

    /// A body that must not be stored.
    private static func refused(
        _ ground: Ground, _ blob: Blob, sending count: Int, saying length: Peer.Length
    ) throws {
        let site = try ground.site()
        try ground.connect().hangUp()
        let before = site.files
        let peer = try ground.connect()
        for kind in kinds where kind != "keys" {
            let body = Array(blob.bytes.prefix(count))
            let status = try peer.status("POST", blob.path(kind), body: body, length: length)
            try expect(status, is: 400, "POST \(kind)")
        }
        try expect(peer.ask("GET", "/config"), 200, "the next request")
        try peer.hangUp()
        try expect(site.files.subtracting(before), is: [], "files that were left")
    }

    private static func wrongHash(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        try ground.connect().hangUp()
        let before = site.files
        let peer = try ground.connect()
        let name = Blob("something else").name
        for kind in kinds {
            let body = kind == "keys" ? KeyText.good().bytes : Blob(1, count: 3000).bytes
            try expect(peer.ask("POST", "/\(kind)/\(name)", body: body), 400, "POST \(kind)")
            try expect(peer.ask("HEAD", "/\(kind)/\(name)"), 404, "HEAD \(kind)")
        }
        try expect(site.files.subtracting(before), is: [], "files that were left")
    }

    private static func lengths(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(1, count: 10)
        let peer = try ground.connect()
        for value in ["-1", "+10", "ten", "10 ", "0x0a", "10, 10", "18446744073709551626", ""] {
            let status = try peer.status(
                "POST", blob.path(), headers: [("content-length", value)], body: blob.bytes, length: .missing)
            try expect(status == 400 || status == nil, "content-length \"\(value)\": \(String(describing: status))")
        }
        let twice = [("content-length", "10"), ("content-length", "11")]
        let status = try peer.status("POST", blob.path(), headers: twice, body: blob.bytes, length: .missing)
        try expect(status == 400 || status == nil, "two lengths: \(String(describing: status))")
        try expect(!site.has(blob.file()), "it was stored")
        try expect(peer.store(blob), 200, "with the right length")
    }

    private static func repeated(_ ground: Ground) throws {
        let site = try ground.site()
        let peer = try ground.connect()
        for (number, kind) in kinds.enumerated() where kind != "keys" {
            let blob = Blob(UInt64(number), count: 300_000)
            let small = kind == "locks" ? Blob(UInt64(number), count: 300) : blob
            try expect(peer.store(small, as: kind), 200, "POST \(kind)")
            try expect(peer.store(small, as: kind), 200, "POST \(kind) again")
            try expect(ground.connect("web2").store(small, as: kind), 200, "POST \(kind) by another client")
            try expect(site.bytes(small.file(kind)), is: small.bytes, "the file of \(kind)")
        }
    }

    private static func taken(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(1, count: 2000)
        try site.plant(blob)
        let peer = try ground.connect()
        for body in [Blob(2, count: 2000).bytes, Array(blob.bytes.dropLast()), blob.bytes + [0], [1]] {
            try expect(peer.ask("POST", blob.path(), body: body), 400, "POST of \(body.count) other bytes")
        }
        try expect(site.bytes(blob.file()), is: blob.bytes, "the file")
    }

    private static func damaged(_ ground: Ground) throws {
        let site = try ground.site()
        let (cut, empty) = (Blob(1, count: 2000), Blob(2, count: 2000))
        try site.plant(Array(cut.bytes.dropLast(7)), at: cut.file())
        try site.plant([], at: empty.file())
        let peer = try ground.connect()
        for blob in [cut, empty] {
            let status = try peer.store(blob).status
            let isWhole = site.bytes(blob.file()) == blob.bytes
            try expect(status != 200 || isWhole, "200, and the object is damaged")
            try expect(status != 403, "403: the backup cannot go on, and nobody learns why")
        }
    }

    private static func race(_ ground: Ground) throws {
        let site = try ground.site()
        let (first, second) = (try ground.connect(), try ground.connect("web2"))
        for number in 0..<20 {
            let blob = Blob(UInt64(number), count: 30_000)
            let uploads = try (
                first.start("POST", blob.path(), body: blob.bytes), second.start("POST", blob.path(), body: blob.bytes)
            )
            // Both have begun before either is complete.
            _ = try (first.ask("HEAD", "/config"), second.ask("HEAD", "/config"))
            try expect(first.finish(uploads.0), 200, "the first")
            try expect(second.finish(uploads.1), 200, "the second")
            try expect(site.bytes(blob.file()), is: blob.bytes, "the file")
        }
    }

    private static func configRace(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        let (first, second) = (try ground.connect(), try ground.connect("web2"))
        let bodies = [Blob(1, count: 900).bytes, Blob(2, count: 900).bytes]
        let uploads = try (
            first.start("POST", "/config", body: bodies[0]), second.start("POST", "/config", body: bodies[1])
        )
        let statuses = try [first.finish(uploads.0).status, second.finish(uploads.1).status]
        let winners = (0..<2).filter { statuses[$0] == 200 }
        try expect(winners.count, is: 1, "sessions with 200, of \(statuses)")
        try expect(statuses.contains(403), "the other one got \(statuses)")
        try expect(site.bytes("config"), is: bodies[winners[0]], "the config")
    }

    private static func hundred(_ ground: Ground) throws {
        let site = try ground.site()
        let peer = try ground.connect()
        // Before a client knows how many at a time are welcome, it may start too many, and has to begin those again.
        try expect(peer.ask("HEAD", "/config"), 200, "HEAD")
        let blobs = (0..<100).map { Blob(UInt64($0), count: 20_000) }
        let uploads = try blobs.map { try peer.start("POST", $0.path(), body: $0.bytes) }
        for upload in uploads { try expect(peer.finish(upload), 200, "one of a hundred") }
        for blob in blobs { try expect(site.bytes(blob.file()), is: blob.bytes, "the file") }
    }

    private static func halting(_ ground: Ground) throws {
        _ = try ground.site()
        let peer = try ground.connect()
        try expect(peer.ask("HEAD", "/config"), 200, "HEAD")
        let bodies = (0..<40).map { HaltingBody(Blob(UInt64($0), count: 500_000).bytes) }
        for (number, body) in bodies.enumerated() {
            let length = [("content-length", "600000")]
            _ = try peer.start("POST", Blob("\(number)").path(), headers: length, source: body)
        }
        try peer.wait(for: "all to be sent") { bodies.allSatisfy { $0.isSent } }
    }

    private static func largePack(_ ground: Ground) throws {
        let site = try ground.site()
        let piece = Blob(9, count: 1 << 20)
        let blob = Blob((0..<128).flatMap { _ in piece.bytes })
        let peer = try ground.connect()
        try expect(peer.store(blob), 200, "POST")
        let peak = try peer.peakMemory()
        try expect(peak < 64 << 20, "\(peak >> 20) MiB")
        try expect(site.bytes(blob.file())?.count, is: blob.bytes.count, "the file's size")
    }

    private static func early(_ ground: Ground) throws {
        let site = try ground.site()
        let peer = try ground.connect()
        // 20 × 4 MiB is more than the connection's window: what comes of refused bodies must be credited.
        let body = [UInt8](repeating: 7, count: 4 << 20)
        for _ in 0..<20 { try expect(peer.ask("POST", "/config", body: body), 403, "POST of a config of 4 MiB") }
        let blob = Blob(1, count: 3 << 20)
        try expect(peer.store(blob), 200, "the next upload")
        try expect(site.bytes(blob.file()), is: blob.bytes, "the file")
    }
}

internal import Foundation
internal import Glibc
internal import HTTP2
internal import Peer
internal import Trail

/// The ledger: nothing is changed without a row, and nothing hangs for ever.
enum Records {
    static let chapter = Chapter(
        title: "The ledger",
        cases: [
            Case("Each store, removal and refusal has its row, in the order of the acts") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                let (pack, lock) = (Blob("pack"), Blob("lock"))
                _ = try peer.store(pack)
                _ = try peer.store(lock, as: "locks")
                _ = try peer.ask("DELETE", lock.path("locks"))
                _ = try peer.ask("DELETE", pack.path())
                _ = try peer.ask("POST", Blob("x").path(), body: [1, 2])
                _ = try peer.ask("PUT", "/nonsense")
                try peer.hangUp()
                let rows = try site.trail().map {
                    [$0.action, $0.outcome, $0.object, $0.reason].joined(separator: " ")
                }
                try expect(
                    rows,
                    is: [
                        "open allowed  ", "save allowed data/\(pack.name) ", "save allowed locks/\(lock.name) ",
                        "remove allowed locks/\(lock.name) ", "remove refused data/\(pack.name) append-only",
                        "save refused data/\(Blob("x").name) wrong-hash", "request refused  not-served",
                        "close allowed  ",
                    ], "the trail")
            },
            Case("What was received is dated by the gateway's clock, whatever its host says of it") { ground in
                let site = try ground.site()
                let before = Date().timeIntervalSince1970
                let peer = try ground.connect()
                let snapshot = Blob("{\"time\":\"1999-12-31T23:59:59Z\"}")
                let headers = [
                    ("date", "Fri, 31 Dec 1999 23:59:59 GMT"), ("last-modified", "Fri, 31 Dec 1999 23:59:59 GMT"),
                ]
                let answer = try peer.ask(
                    "POST", snapshot.path("snapshots"), headers: headers, body: snapshot.bytes)
                try expect(answer, 200, "POST")
                let row = try site.trail().first { $0.object == "snapshots/\(snapshot.name)" }
                let seconds = Double(row?.at.milliseconds ?? 0) / 1000
                try expect(
                    seconds > before - 1 && seconds < before + 600, "its row is dated \(seconds), now is \(before)")
            },
            Case("What the client says reaches the trail escaped, and stderr not at all") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                _ = try peer.ask("GET", "/%1b[31m'\";DROP--TABLE-rows<script>")
                try peer.hangUp()
                try expect(site.trail().count, is: 3, "rows")
                try expect(!peer.standardError.contains("DROP"), "stderr repeats it")
            },
            Case("Without a ledger a repository can be read, and nothing is written") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                try site.plant(blob)
                try ground.connect().hangUp()
                try site.ledger().kill()
                try readOnly(ground.connect(), site, blob)
                try site.ledger().start()
                try expect(ground.connect().store(Blob(2, count: 10)), 200, "POST with a ledger again")
            },
            Case("A ledger that is killed under a session: nothing is written any more, a new session works") {
                ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                try site.plant(blob)
                let peer = try ground.connect()
                try expect(peer.store(Blob(3, count: 10)), 200, "POST before")
                try site.ledger().kill()
                try readOnly(peer, site, blob)
                try site.ledger().start()
                try expectFailure(peer.store(Blob(4, count: 10)).status, "POST in the old session")
                try expect(ground.connect().store(Blob(4, count: 10)), 200, "POST in a new one")
            },
            Case("A ledger that is killed in the middle of uploads: each object has its row, or is not there") {
                ground in
                let site = try ground.site()
                for round in 0..<4 {
                    let peer = try ground.connect()
                    let blobs = (0..<12).map { Blob(UInt64(round * 50 + $0), count: 150_000) }
                    let uploads = try blobs.map { try peer.start("POST", $0.path(), body: $0.bytes) }
                    try peer.wait(for: "some answers") { uploads.count { $0.isOver } >= round * 3 }
                    try site.ledger().kill()
                    for (upload, blob) in zip(uploads, blobs) {
                        let status = try peer.finish(upload).status
                        try expect(status == 200 || (500...599).contains(status), "\(status)")
                        if status == 200 { try expect(site.bytes(blob.file()), is: blob.bytes, "the file") }
                    }
                    try peer.hangUp()
                    try site.ledger().start()
                }
            },
            Case("A ledger that answers nothing: writing is 5xx in time, reading goes on") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                try site.plant(blob)
                let peer = try ground.connect()
                try expect(peer.store(Blob(3, count: 10)), 200, "POST before")
                try site.ledger().freeze()
                let started = ContinuousClock.now
                let uploads = try (0..<6).map {
                    try peer.start("POST", Blob("\($0)").path(), body: Blob("\($0)").bytes)
                }
                try expect(peer.ask("HEAD", "/config"), 200, "HEAD meanwhile")
                for upload in uploads { try expectFailure(peer.finish(upload).status, "POST") }
                try expect(ContinuousClock.now - started < .seconds(45), "it took \(ContinuousClock.now - started)")
                try expect(peer.ask("GET", blob.path()).body, is: blob.bytes, "GET")
                try peer.hangUp()
                try site.ledger().thaw()
                try expect(ground.connect().store(Blob(5, count: 10)), 200, "POST with a ledger again")
            },
            Case("A ledger that does not answer a new session: it can read, and nothing is written") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                try site.plant(blob)
                try ground.connect().hangUp()
                try site.ledger().freeze()
                try readOnly(ground.connect(), site, blob)
                try site.ledger().thaw()
                try expect(ground.connect().store(Blob(2, count: 10)), 200, "POST with a ledger again")
            },
            Case("A ledger whose disk is full: nothing is written; with room again it works", full),
            Case("A session that dies leaves a row that says so") { ground in
                let site = try ground.site()
                let peer = try ground.connect()
                try expect(peer.store(Blob(1, count: 10)), 200, "POST")
                peer.kill()
                _ = try peer.wait()
                try ground.connect().hangUp()
                let row = try site.trail().first { $0.action == "close" }
                try expect(row.map { "\($0.outcome) \($0.reason)" }, is: "failed gate died", "the close row")
            },
        ])

    /// Reads work, changes are 5xx, and nothing new lies there.
    private static func readOnly(_ peer: Peer, _ site: any Site, _ blob: Blob) throws {
        let before = site.files
        try expect(peer.ask("HEAD", "/config"), 200, "HEAD /config")
        try expect(peer.ask("GET", blob.path()).body, is: blob.bytes, "GET")
        try expect(Lists.names(Lists.list(peer, "data")).contains(blob.name), "the list")
        try expectFailure(peer.store(Blob("new")).status, "POST")
        try expectFailure(peer.store(Blob("lock"), as: "locks").status, "POST of a lock")
        try expect(site.files.subtracting(before), is: [], "files that were added")
        try expect(peer.standardError.contains("postern: error: "), "stderr does not say why")
    }

    private static func full(_ ground: Ground) throws {
        var wishes = Wishes()
        wishes.state = "size=4m"
        let site = try ground.site(wishes)
        let blob = Blob(1, count: 100)
        try site.plant(blob)
        let peer = try ground.connect()
        try expect(peer.store(Blob(2, count: 10)), 200, "POST before")
        let filler = try ground.folder() + "/state/filler"
        guard let file = unsafe fopen(filler, "w") else { throw Breach("fopen") }
        let block = [UInt8](repeating: 1, count: 4096)
        while unsafe fwrite(block, 1, block.count, file) == block.count, unsafe fflush(file) == 0 {}
        unsafe fclose(file)
        let before = site.files
        var refused = 0
        // What is left of the databases' own pages may hold a few rows more.
        for number in 0..<200 {
            let next = Blob("\(number)")
            let status = try peer.store(next).status
            if status == 200 { continue }
            try expectFailure(status, "POST")
            try expect(!site.has(next.file()), "it was stored without a row")
            refused += 1
        }
        try expect(refused > 0, "a full disk refuses nothing: \(site.files.subtracting(before).count) objects")
        try expect(peer.ask("GET", blob.path()), 200, "GET")
        try FileManager.default.removeItem(atPath: filler)
        try expect(ground.connect().store(Blob("room again")), 200, "POST with room again")
    }
}

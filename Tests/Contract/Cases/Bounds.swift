internal import Foundation
internal import Glibc
internal import Peer

/// Sizes, quotas, floors and what a day may bring.
enum Bounds {
    static let chapter = Chapter(
        title: "Limits",
        cases: [
            Case("A body over its kind's limit is 403 before it is sent", sizes),
            Case("A body of exactly its kind's limit is stored", exactSizes),
            Case("A pack of exactly 256 MiB is stored", long: true) { ground in
                _ = try ground.site()
                let zeros = Blob([UInt8](repeating: 0, count: 256 << 20))
                try expect(ground.connect().store(zeros), 200, "POST")
            },
            Case("The quota holds to the byte: the last object that fits is 200, the next is 507") { ground in
                // Each of these counts 4 KiB for its size and 4 KiB for itself.
                let site = try ground.site(.repository(["quota": "\"32KiB\""]))
                let peer = try ground.connect()
                for number in 0..<4 {
                    try expect(peer.store(Blob(UInt64(number), count: 4096)), 200, "object \(number)")
                }
                try expect(peer.store(Blob(9, count: 1)), 507, "one byte more")
                try expect(stored(site), is: 4, "objects")
            },
            Case("One byte over what is left of the quota is 507") { ground in
                _ = try ground.site(.repository(["quota": "\"32KiB\""]))
                let peer = try ground.connect()
                try expect(peer.store(Blob(1, count: (28 << 10) + 1)), 507, "28 KiB and a byte")
                try expect(peer.store(Blob(1, count: 28 << 10)), 200, "28 KiB")
            },
            Case("Many uploads at once in two sessions do not overshoot the quota") { ground in
                let site = try ground.site(.repository(["quota": "\"1MiB\""]))
                try flood(ground, site, count: 40, size: 124 << 10, fitting: 8, status: 507)
            },
            Case("A given-up upload gives its room back") { ground in
                _ = try ground.site(.repository(["quota": "\"32KiB\""]))
                let peer = try ground.connect()
                for round in 0..<5 {
                    let upload = try peer.beginUpload(Blob(UInt64(round), count: 28 << 10), sending: 1000)
                    try expect(peer.ask("HEAD", "/config"), 200, "meanwhile")
                    try peer.cancel(upload)
                }
                try expect(peer.store(Blob(9, count: 28 << 10)), 200, "all of the quota")
            },
            Case("Tiny objects use up the quota too: 128 of them a MiB") { try tiny(1, $0) },
            Case("Ten thousand tiny objects against the quota", long: true) { try tiny(79, $0) },
            Case("max_objects is never passed, also by uploads at once") { ground in
                let site = try ground.site(.repository(["max_objects": "10"]))
                try flood(ground, site, count: 30, size: 1000, fitting: 10, status: 507)
            },
            Case("upload_per_day is never passed, also by uploads at once") { ground in
                let site = try ground.site(.client(["upload_per_day": "\"100KiB\""]))
                try flood(ground, site, count: 30, size: 10 << 10, fitting: 10, status: 403)
            },
            Case("snapshots_per_day is never passed, also by uploads at once") { ground in
                let site = try ground.site(.client(["snapshots_per_day": "3"]))
                try flood(ground, site, count: 10, size: 100, fitting: 3, status: 403, kind: "snapshots")
            },
            Case("rows_per_day ends the changes of a day, not its restores") { ground in
                _ = try ground.site(.client(["rows_per_day": "20"]))
                let peer = try ground.connect()
                let statuses = try (0..<40).map { try peer.store(Blob(UInt64($0), count: 10)).status }
                try expect(Set(statuses), is: [200, 403], "statuses")
                try expect(statuses.count { $0 == 200 } < 20, "more than 20 rows")
                try expect(peer.ask("GET", Blob(0, count: 10).path()), 200, "GET")
                try expect(ground.connect().ask("GET", Blob(0, count: 10).path()), 200, "GET in a new session")
            },
            Case("read = \"none\" is 403 for packs only") { ground in
                let site = try ground.site(.client(["read": "\"none\""]))
                let blob = Blob(1, count: 10)
                for kind in ["data", "index", "snapshots", "keys"] { try site.plant(blob, as: kind) }
                let peer = try ground.connect()
                try expect(peer.ask("GET", blob.path()), 403, "GET of a pack")
                try expect(peer.ask("HEAD", blob.path()), 200, "HEAD of a pack")
                for kind in ["index", "snapshots", "keys"] {
                    try expect(peer.ask("GET", blob.path(kind)), 200, "GET \(kind)")
                }
                try expect(Lists.names(Lists.list(peer, "data")), is: [blob.name], "the list of packs")
            },
            Case("read_budget holds to the byte, over all sessions of a day") { ground in
                let site = try ground.site(.client(["read_budget": "\"3000B\""]))
                let blob = Blob(1, count: 1000)
                try site.plant(blob)
                let (first, second) = (try ground.connect(), try ground.connect())
                try expect(first.ask("GET", blob.path()), 200, "the first 1000")
                try expect(second.ask("GET", blob.path()), 200, "the second 1000")
                try expect(first.ask("GET", blob.path(), headers: [("range", "bytes=0-500")]), 206, "501 more")
                try expect(second.ask("GET", blob.path(), headers: [("range", "bytes=0-499")]), 403, "500 more")
                try expect(second.ask("GET", blob.path(), headers: [("range", "bytes=0-498")]), 206, "499 more")
                try first.hangUp()
                try expect(ground.connect().ask("GET", blob.path()), 403, "one more in a new session")
            },
            Case("The storage's floor holds to the byte", floor),
            Case("Many uploads at once do not go below the floor", floorFlood),
            Case("The last hundredth of the inodes is not for clients", inodes),
            Case("A session that was refused a thousand times is ended") { ground in
                _ = try ground.siteWithPolicy()
                let peer = try ground.connect()
                var count = 0
                while count < 1200, (try? peer.ask("DELETE", "/config")) != nil { count += 1 }
                try expect((999...1000).contains(count), "\(count) refusals")
                try expect(peer.wait(), is: .exited(1), "the end")
                try expect(peer.standardError.contains("too much was refused"), "nobody is told why")
            },
        ])

    private static func stored(_ site: any Site, _ kind: String = "data") -> Int {
        site.files.count { $0.hasPrefix("\(kind)/") }
    }

    /// Many uploads at once in two sessions, of which only so many fit.
    private static func flood(
        _ ground: Ground, _ site: any Site, count: Int, size: Int, fitting: Int, status: Int, kind: String = "data"
    ) throws {
        let peers = try [ground.connect(), ground.connect()]
        let uploads = try (0..<count).map { number in
            let blob = Blob(UInt64(number), count: size)
            return try peers[number % 2].start("POST", blob.path(kind), body: blob.bytes)
        }
        let statuses = try uploads.enumerated().map { try peers[$0 % 2].finish($1).status }
        try expect(statuses.count { $0 == 200 }, is: fitting, "uploads with 200")
        try expect(statuses.count { $0 == status }, is: count - fitting, "uploads with \(status)")
        try expect(stored(site, kind), is: fitting, "objects")
    }

    private static let kinds = [
        ("keys", 64 << 10), ("locks", 16 << 10), ("snapshots", 16 << 20), ("index", 256 << 20), ("data", 256 << 20),
    ]

    private static func sizes(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        try ground.connect().hangUp()
        let before = site.files
        let peer = try ground.connect()
        for (kind, limit) in kinds {
            let upload = try peer.start(
                "POST", Blob("x").path(kind), headers: [("content-length", String(limit + 1))], source: HaltingBody([1])
            )
            try expect(peer.finish(upload), 403, "POST of \(limit + 1) bytes of \(kind)")
        }
        let config = try peer.start("POST", "/config", headers: [("content-length", "4097")], source: HaltingBody([1]))
        try expect(peer.finish(config), 403, "POST of a config of 4097 bytes")
        try expect(site.files.subtracting(before), is: [], "files that were left")
    }

    private static func exactSizes(_ ground: Ground) throws {
        _ = try ground.site(.empty)
        let peer = try ground.connect()
        let text = KeyText.text()
        let key = Blob(text + String(repeating: " ", count: (64 << 10) - text.utf8.count))
        try expect(peer.store(key, as: "keys"), 200, "a key of 64 KiB")
        try expect(peer.ask("POST", "/config", body: Blob(1, count: 4096).bytes), 200, "a config of 4 KiB")
        for (kind, limit) in kinds where limit <= 16 << 20 && kind != "keys" {
            try expect(peer.store(Blob(1, count: limit), as: kind), 200, "\(limit) bytes of \(kind)")
        }
    }

    private static func tiny(_ mebibytes: Int, _ ground: Ground) throws {
        let site = try ground.site(.repository(["quota": "\"\(mebibytes)MiB\""]))
        let peer = try ground.connect()
        let most = mebibytes * 128
        for start in stride(from: 0, to: most + 20, by: 20) {
            let blobs = (start..<start + 20).map { Blob(String($0)) }
            let uploads = try blobs.map { try peer.start("POST", $0.path(), body: $0.bytes) }
            for upload in uploads { _ = try peer.finish(upload) }
        }
        try expect(stored(site), is: most, "objects")
    }

    private static func floor(_ ground: Ground) throws {
        let gateway = try small(ground, "size=64m")
        let cost = UInt64(1 << 20) + (4 << 10)
        try gateway.change(floor: try free(gateway).bytes - cost + 1)
        let first = try ground.connect()
        try expect(first.store(Blob(1, count: 1 << 20)), 507, "a MiB with one byte too little")
        try expect(first.store(Blob(1, count: 4096)), 200, "4 KiB")
        try first.hangUp()
        try gateway.change(floor: try free(gateway).bytes - cost)
        try expect(ground.connect().store(Blob(2, count: 1 << 20)), 200, "a MiB that just fits")
    }

    private static func floorFlood(_ ground: Ground) throws {
        let gateway = try small(ground, "size=64m")
        let floor = try free(gateway).bytes - 5 * ((1 << 20) + (4 << 10))
        try gateway.change(floor: floor)
        let peers = try [ground.connect(), ground.connect("web2")]
        let uploads = try (0..<30).map { number in
            let blob = Blob(UInt64(number), count: 1 << 20)
            return try peers[number % 2].start("POST", blob.path(), body: blob.bytes)
        }
        let statuses = try uploads.enumerated().map { try peers[$0 % 2].finish($1).status }
        try expect(Set(statuses).isSubset(of: [200, 507]), "statuses: \(Set(statuses))")
        // Of uploads under way some bytes may count twice, promised and written, and what another session stored counts
        // twice for two seconds; then, one by one, it is exact.
        var stored = statuses.count { $0 == 200 }
        try expect(stored <= 5, "\(stored) uploads with 200")
        sleep(3)
        while stored < 30, try peers[0].store(Blob(UInt64(100 + stored), count: 1 << 20)).status == 200 { stored += 1 }
        try expect(stored, is: 5, "uploads with 200")
        let left = try free(gateway).bytes
        try expect(left >= floor, "\(left) bytes are free, the floor is \(floor)")
    }

    private static func inodes(_ ground: Ground) throws {
        let gateway = try small(ground, "size=64m,nr_inodes=1000")
        let peer = try ground.connect()
        var count = 0
        while try peer.store(Blob("\(count)")).status == 200, count < 1000 { count += 1 }
        let free = try free(gateway)
        try expect(free.inodes, is: 10, "free inodes of 1000, after \(count) objects")
        try expect(peer.store(Blob("one more")), 507, "one more")
    }

    /// A gateway with a small storage, whose folders are made.
    private static func small(_ ground: Ground, _ options: String) throws -> PosternSite {
        var wishes = Wishes()
        wishes.storage = options
        wishes.floor = "0B"
        let site = try ground.site(wishes)
        guard let gateway = site as? PosternSite else { throw NotApplicable("it has no floor") }
        try ground.connect().hangUp()
        return gateway
    }

    private static func free(_ site: PosternSite) throws -> (bytes: UInt64, inodes: UInt64) {
        var status = statvfs()
        guard unsafe statvfs(site.repository, &status) == 0 else { throw Breach("statvfs: \(errno)") }
        return (UInt64(status.f_bavail) * UInt64(status.f_frsize), UInt64(status.f_favail))
    }
}

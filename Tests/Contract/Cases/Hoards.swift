internal import Glibc
internal import HTTP2
internal import Peer

/// What one client could keep from the others, or leave behind for ever.
enum Hoards {
    static let chapter = Chapter(
        title: "What one client keeps from others",
        cases: [
            Case("A client that announces and sends nothing holds 2 GiB at most; the next upload is 503", announced),
            Case("Many uploads at once do not use up the last inodes", inodeFlood),
            Case("A repository without a config takes four key files and no fifth") { ground in
                let site = try ground.site(.empty)
                let peer = try ground.connect()
                let uploads = try (1...8).map { number in
                    let key = KeyText.good(number)
                    return try peer.start("POST", key.path("keys"), body: key.bytes)
                }
                let statuses = try uploads.map { try peer.finish($0).status }
                try expect(statuses.count { $0 == 200 }, is: 4, "keys with 200")
                try expect(statuses.count { $0 == 403 }, is: 4, "keys with 403")
                try expect(peer.ask("POST", "/config", body: [1]), 200, "POST /config")
                try expect(site.names(in: "keys").count, is: 4, "the keys")
            },
            Case("Keys of inits that were cut again and again do not pile up", cutInits),
            Case("Locks that the admin removed on the gateway count no more") { ground in
                let site = try ground.siteWithPolicy()
                let peer = try ground.connect()
                for number in 0..<32 {
                    try expect(peer.store(Blob("lock \(number)"), as: "locks"), 200, "lock \(number)")
                }
                try expect(peer.store(Blob("one more"), as: "locks"), 403, "one more")
                for name in site.names(in: "locks").dropFirst() { try site.remove("locks/\(name)") }
                try peer.hangUp()
                let next = try ground.connect()
                try expect(next.store(Blob("one more"), as: "locks"), 200, "one more after that")
                try expect(site.trail().count { $0.action == "sweep" }, is: 31, "rows about them")
                let kept = site.names(in: "locks").first { $0 != Blob("one more").name } ?? ""
                try expect(next.ask("DELETE", "/locks/\(kept)"), 200, "DELETE of the one that stayed")
            },
            Case("A lock of another client that the admin removed stays that client's matter") { ground in
                let site = try ground.siteWithPolicy()
                let lock = Blob("lock")
                try expect(ground.connect("web1").store(lock, as: "locks"), 200, "POST")
                let away = site.bytes(lock.file("locks")) ?? []
                try site.remove(lock.file("locks"))
                try ground.connect("web2").hangUp()
                try site.plant(away, at: lock.file("locks"))
                try expect(ground.connect("web1").ask("DELETE", lock.path("locks")), 200, "DELETE by its owner")
            },
            Case("A million one-byte objects against the quota: the last that fits is 200, the next is 507", long: true)
            {
                try Million.attempt($0)
            },
        ])

    private static func announced(_ ground: Ground) throws {
        _ = try ground.siteWithPolicy()
        let peers = try [ground.connect(), ground.connect()]
        func announce(_ number: Int, _ peer: Peer) throws -> Exchange {
            try peer.start(
                "POST", Blob("\(number)").path(), headers: [("content-length", String(256 << 20))],
                source: HaltingBody([1]))
        }
        let uploads = try (0..<8).map { try announce($0, peers[$0 % 2]) }
        // Each has its room before the question after it is answered.
        for peer in peers { try expect(peer.store(Blob("small"), as: "locks"), 200, "a lock meanwhile") }
        try expect(peers[0].finish(announce(8, peers[0])), 503, "a ninth")
        try expect(ground.connect("web2").store(Blob(1, count: 1000)), 200, "another client's pack")
        try peers[0].cancel(uploads[0])
        try expect(peers[0].store(Blob(2, count: 1000)), 200, "a small one after one was given up")
        for (number, upload) in uploads.enumerated() where number > 0 { try peers[number % 2].cancel(upload) }
    }

    private static func inodeFlood(_ ground: Ground) throws {
        var wishes = Wishes()
        (wishes.storage, wishes.floor) = ("size=64m,nr_inodes=1000", "0B")
        let site = try ground.site(wishes)
        guard site is PosternSite else { throw NotApplicable("it has no floor") }
        let peer = try ground.connect()
        func free() throws -> Int {
            var status = statvfs()
            guard unsafe statvfs(site.repository, &status) == 0 else { throw Breach("statvfs: \(errno)") }
            return Int(status.f_favail)
        }
        var count = 0
        while try free() > 30 {
            try expect(peer.store(Blob("\(count)")), 200, "object \(count)")
            count += 1
        }
        let room = try free() - 10
        let peers = try [peer, ground.connect("web2")]
        let uploads = try (0..<60).map { number in
            let blob = Blob("more \(number)")
            return try peers[number % 2].start("POST", blob.path(), body: blob.bytes)
        }
        let statuses = try uploads.enumerated().map { try peers[$0 % 2].finish($1).status }
        try expect(Set(statuses).isSubset(of: [200, 507]), "statuses: \(Set(statuses))")
        // Of uploads under way the file may count twice, the promised and the one in `tmp`, and what another session
        // stored counts twice for two seconds; then, one by one, it is exact.
        var stored = statuses.count { $0 == 200 }
        try expect(stored <= room && free() >= 10, "\(stored) uploads where there was room for \(room)")
        sleep(3)
        while stored < 60, try peers[0].store(Blob("then \(stored)")).status == 200 { stored += 1 }
        try expect(stored, is: room, "uploads with 200")
        try expect(free(), is: 10, "free inodes of 1000")
    }

    private static func cutInits(_ ground: Ground) throws {
        let site = try ground.siteWithPolicy(.empty)
        var isRefused = false
        for round in 0..<20 where !isRefused {
            let peer = try ground.connect()
            for number in 1...4 where !isRefused {
                isRefused = try peer.store(KeyText.good(round * 4 + number), as: "keys").status == 403
            }
            try peer.hangUp()
        }
        try expect(isRefused, "keys are taken for ever")
        let kept = site.names(in: "trash").count + site.names(in: "keys").count
        try expect(kept <= 64, "\(kept) keys are kept")
    }
}

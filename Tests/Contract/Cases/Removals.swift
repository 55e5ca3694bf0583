internal import Peer

/// DELETE, and what may come into a repository's keys and locks.
enum Removals {
    static let chapter = Chapter(
        title: "Removing, locks and keys",
        cases: [
            Case("Nothing but a lock can be removed") { ground in
                let site = try ground.site()
                let blob = Blob(1, count: 100)
                for kind in ["data", "index", "keys", "snapshots"] { try site.plant(blob, as: kind) }
                let peer = try ground.connect()
                for path in ["data", "index", "keys", "snapshots"].map({ blob.path($0) }) + ["/config"] {
                    try expect(peer.ask("DELETE", path), 403, "DELETE \(path)")
                }
                try expect(peer.ask("DELETE", Blob("missing").path()), 403, "DELETE of what is not there")
                for kind in ["data", "index", "keys", "snapshots"] {
                    try expect(site.has(blob.file(kind)), "\(kind) is gone")
                }
                try expect(site.has("config"), "the config is gone")
            },
            Case("A client removes its own lock, from any of its sessions") { ground in
                let site = try ground.site()
                let lock = Blob("lock")
                try expect(ground.connect().store(lock, as: "locks"), 200, "POST")
                try expect(ground.connect().ask("DELETE", lock.path("locks")), 200, "DELETE")
                try expect(!site.has(lock.file("locks")), "the lock is there")
            },
            Case("Removing a lock that is gone is 200") { ground in
                _ = try ground.site()
                try expect(ground.connect().ask("DELETE", Blob("lock").path("locks")), 200, "DELETE")
            },
            Case("Another client's lock is 403, and stays") { ground in
                let site = try ground.site()
                let lock = Blob("lock")
                try expect(ground.connect().store(lock, as: "locks"), 200, "POST")
                try expect(ground.connect("web2").ask("DELETE", lock.path("locks")), 403, "DELETE by web2")
                try expect(site.has(lock.file("locks")), "the lock is gone")
            },
            Case("A lock that nobody here made cannot be removed") { ground in
                let site = try ground.site()
                let lock = Blob("an admin's lock")
                try site.plant(lock, as: "locks")
                try expect(ground.connect().ask("DELETE", lock.path("locks")), 403, "DELETE")
                try expect(site.has(lock.file("locks")), "the lock is gone")
            },
            Case("A client with locks = \"any\" may remove another's lock") { ground in
                let site = try ground.site(.client(["locks": "\"any\""]))
                let lock = Blob("lock")
                try expect(ground.connect().store(lock, as: "locks"), 200, "POST")
                try expect(ground.connect("web2").ask("DELETE", lock.path("locks")), 200, "DELETE by web2")
                try expect(!site.has(lock.file("locks")), "the lock is there")
            },
            Case("A client has 32 locks at most, also when it adds many at once", flood),
            Case("A repository has 128 locks at most, and one client cannot take them all") { ground in
                let site = try ground.site()
                let peers = try [ground.connect("web1"), ground.connect("web2")]
                for number in 0..<80 {
                    for (index, peer) in peers.enumerated() {
                        _ = try peer.store(Blob("\(index) \(number)"), as: "locks")
                    }
                }
                try expect(site.names(in: "locks").count, is: 64, "the locks of two clients")
            },
            Case("A refreshed lock does not count twice") { ground in
                _ = try ground.site()
                let peer = try ground.connect()
                for number in 0..<100 {
                    try expect(peer.store(Blob("lock \(number)"), as: "locks"), 200, "lock \(number)")
                    if number > 0 {
                        try expect(
                            peer.ask("DELETE", Blob("lock \(number - 1)").path("locks")), 200, "DELETE \(number)")
                    }
                }
            },
            Case("Key files are 403 once there is a config") { ground in
                let site = try ground.site()
                try expect(ground.connect().store(KeyText.good(), as: "keys"), 403, "POST of a key")
                try expect(site.names(in: "keys"), is: [], "the keys")
            },
            Case("Key files are 403 from the moment of the config, also in the session that brought it") { ground in
                _ = try ground.site(.empty)
                let peer = try ground.connect()
                try expect(peer.store(KeyText.good(1), as: "keys"), 200, "POST of the first key")
                try expect(peer.ask("POST", "/config", body: [1]), 200, "POST /config")
                try expect(peer.store(KeyText.good(2), as: "keys"), 403, "POST of a second key")
            },
            Case("A client with keys = \"add\" may add key files later") { ground in
                _ = try ground.site(.client(["keys": "\"add\""]))
                try expect(ground.connect().store(KeyText.good(), as: "keys"), 200, "POST of a key")
            },
            Case("Key files that restic would not write are 403 at init", malformedKeys),
            Case("A second client cannot slip a key into an init that is going on") { ground in
                let site = try ground.site(.empty)
                let first = try ground.connect()
                try expect(first.store(KeyText.good(1), as: "keys"), 200, "POST of the first key")
                let second = try ground.connect("web2")
                try expect(second.store(KeyText.good(2), as: "keys"), 403, "POST of another client's key")
                try expect(second.ask("POST", "/config", body: [2]), 403, "POST of another client's config")
                try expect(first.ask("POST", "/config", body: [1]), 200, "POST of the config")
                try expect(second.store(KeyText.good(2), as: "keys"), 403, "POST of the key after that")
                try expect(site.names(in: "keys"), is: [KeyText.good(1).name], "the keys")
            },
        ])

    private static func flood(_ ground: Ground) throws {
        let site = try ground.site()
        let peers = try [ground.connect(), ground.connect()]
        let uploads = try (0..<80).map { number in
            let lock = Blob("lock \(number)")
            return try peers[number % 2].start("POST", lock.path("locks"), body: lock.bytes)
        }
        let statuses = try uploads.enumerated().map { try peers[$0 % 2].finish($1).status }
        try expect(statuses.count { $0 == 200 }, is: 32, "locks with 200")
        try expect(statuses.count { $0 == 403 }, is: 48, "locks with 403")
        try expect(site.names(in: "locks").count, is: 32, "the locks")
        let lock = Blob("one more")
        try expect(peers[0].store(lock, as: "locks"), 403, "one more")
        try expect(peers[0].ask("DELETE", "/locks/" + (site.names(in: "locks").first ?? "")), 200, "DELETE of one")
        try expect(peers[0].store(lock, as: "locks"), 200, "one more after that")
    }

    private static func malformedKeys(_ ground: Ground) throws {
        let site = try ground.site(.empty)
        let peer = try ground.connect()
        let texts = [
            "garbage", "{}", "[]", "null", "{", "\"text\"", KeyText.text() + "x", KeyText.text() + KeyText.text(),
            KeyText.text(["N": "1073741824"]), KeyText.text(["N": "0"]), KeyText.text(["N": "1000"]),
            KeyText.text(["N": "-32768"]), KeyText.text(["N": "32768.5"]), KeyText.text(["N": "\"32768\""]),
            KeyText.text(["r": "0"]), KeyText.text(["r": "100000"]), KeyText.text(["p": "0"]),
            KeyText.text(["p": "1000000000"]),
            KeyText.text(["kdf": "\"none\""]), KeyText.text(["salt": "\"\""]), KeyText.text(["salt": "\"!!\""]),
            KeyText.text(["salt": nil]), KeyText.text(["data": nil]), KeyText.text(["data": "\"AAAA\""]),
            KeyText.text(["created": nil]), KeyText.text(["created": "1"]), KeyText.text(["created": "\"\""]),
            KeyText.text(["extra": "1"]), KeyText.text(["username": "[]"]), KeyText.text(["hostname": "{}"]),
            KeyText.text().replacing("\"kdf\"", with: "\"N\":16384,\"kdf\""),
            KeyText.text(["created": "\"yesterday\""]), KeyText.text(["created": "\"2026-13-45T99:00:00Z\""]),
        ]
        for text in texts {
            let status = try peer.store(Blob(text), as: "keys").status
            try expect(status, is: 403, "POST of \(text.prefix(200))")
        }
        let zeros = Blob([UInt8](repeating: 0, count: 500))
        try expect(peer.store(zeros, as: "keys"), 403, "POST of zeros")
        try expect(site.names(in: "keys"), is: [], "the keys")
        try expect(peer.store(KeyText.good(), as: "keys"), 200, "POST of a good one")
    }
}

internal import Foundation
internal import Glibc
internal import Peer

/// What fails in us: never "absent", never "empty", never overwritten.
enum Failures {
    static let chapter = Chapter(
        title: "What fails on the server",
        cases: [
            Case("A folder that is a symlink loop is 5xx, and nothing is stored through it") { ground in
                try broken(ground) { site, blob in
                    try site.plantLink(to: String(blob.name.prefix(2)), at: "data/\(blob.name.prefix(2))")
                }
            },
            Case("A folder that is a file is 5xx") { ground in
                try broken(ground) { site, blob in try site.plant([1], at: "data/\(blob.name.prefix(2))") }
            },
            Case("A folder that cannot be read is 5xx", unreadable),
            Case("An object that cannot be read is 5xx, and is not overwritten", unreadableObject),
            Case("An object whose bytes cannot be read is 5xx, never a short 200", ioError),
            Case("A symbolic link in an object's place is not followed, and not replaced", link),
            Case("A symbolic link in the place of a whole kind is not followed") { ground in
                let site = try ground.site()
                try ground.connect().hangUp()
                let outside = try ground.folder() + "/outside"
                try FileManager.default.createDirectory(atPath: outside, withIntermediateDirectories: true)
                try site.remove("snapshots")
                try site.plantLink(to: outside, at: "snapshots")
                let peer = try ground.connect()
                try expectFailure(Lists.list(peer, "snapshots").status, "the list")
                try expectFailure(peer.store(Blob(1, count: 10), as: "snapshots").status, "POST")
                let names = try FileManager.default.contentsOfDirectory(atPath: outside)
                try expect(names, is: [], "what came through the link")
                site.exempt("")
            },
            Case("A config that is a symbolic link is not followed, and not replaced") { ground in
                let site = try ground.site(.empty)
                try ground.connect().hangUp()
                try site.plantLink(to: "\(ground.folder())/secret", at: "config")
                let peer = try ground.connect()
                try expectFailure(peer.ask("HEAD", "/config").status, "HEAD")
                try expectFailure(peer.ask("POST", "/config", body: [1]).status, "POST")
                try expect(!FileManager.default.fileExists(atPath: try ground.folder() + "/secret"), "it was followed")
            },
            Case("A folder or a pipe in an object's place is no object", oddFiles),
            Case("A storage that is not there is 5xx, never an empty repository") { ground in
                let site = try ground.site()
                try ground.connect().hangUp()
                let storage = (site.repository as NSString).deletingLastPathComponent
                try FileManager.default.moveItem(atPath: storage, toPath: storage + ".away")
                let peer = try ground.connect()
                try expectFailure(peer.ask("HEAD", "/config").status, "HEAD /config")
                try expectFailure(Lists.list(peer, "snapshots").status, "the list")
                try expectFailure(peer.store(Blob(1, count: 10)).status, "POST")
                try expect(!FileManager.default.fileExists(atPath: storage), "it was made anew")
            },
            Case("A full disk is 507 and leaves nothing; with room again the upload works", fullDisk),
            Case("A full storage serves restores in a new session, also without a ledger") { ground in
                try restores(ground, then: { site in try fill(site) }, POST: 507)
            },
            Case("A storage that is mounted for reading only serves restores, also without a ledger") { ground in
                try restores(ground, then: { site in try ground.mounts?.remount(site.repository + "/..") }, POST: 500)
            },
            Case("A full disk at init leaves no partial config") { ground in
                var wishes = Wishes.empty
                wishes.storage = "size=2m"
                let site = try ground.site(wishes)
                try ground.connect().hangUp()
                try fill(site)
                let peer = try ground.connect()
                let status = try peer.status("POST", "/config", body: Blob(1, count: 4000).bytes)
                try expect(status, is: 507, "POST /config")
                try expect(site.bytes("config"), is: nil, "the config")
                try site.remove("../filler")
                try peer.hangUp()
                try expect(ground.connect().ask("POST", "/config", body: Blob(1, count: 4000).bytes), 200, "with room")
            },
        ])

    /// Something is wrong with the folder of one pack.
    private static func broken(_ ground: Ground, _ harm: (any Site, Blob) throws -> Void) throws {
        let site = try ground.site()
        try ground.connect().hangUp()
        let blob = Blob(1, count: 1000)
        try? site.remove("data/\(blob.name.prefix(2))")
        let peer = try ground.connect()
        try? site.remove("data/\(blob.name.prefix(2))")
        try harm(site, blob)
        try check(peer, blob)
        site.exempt("")
    }

    private static func check(_ peer: Peer, _ blob: Blob) throws {
        try expectFailure(peer.ask("HEAD", blob.path()).status, "HEAD")
        try expectFailure(peer.ask("GET", blob.path()).status, "GET")
        try expectFailure(peer.status("POST", blob.path(), body: blob.bytes), "POST")
        // The list may have begun well: then it must not end well.
        let list = try? Lists.list(peer, "data")
        if let list { try expectFailure(list.status, "the list") }
    }

    private static func unreadable(_ ground: Ground) throws {
        var wishes = Wishes()
        wishes.unprivileged = true
        let site = try ground.site(wishes)
        let blob = Blob(1, count: 1000)
        try site.plant(blob)
        try site.plant(blob, as: "snapshots")
        let peer = try ground.connect()
        try expect(peer.ask("HEAD", blob.path()), 200, "HEAD before")
        for folder in ["data/\(blob.name.prefix(2))", "snapshots"] { try site.permit(0, folder) }
        defer { for folder in ["data/\(blob.name.prefix(2))", "snapshots"] { try? site.permit(0o700, folder) } }
        try check(peer, blob)
        try expectFailure(peer.ask("HEAD", blob.path("snapshots")).status, "HEAD of a snapshot")
        let next = try ground.connect("web2")
        try expectFailure(Lists.list(next, "snapshots").status, "the list of snapshots in a new session")
    }

    private static func unreadableObject(_ ground: Ground) throws {
        var wishes = Wishes()
        wishes.unprivileged = true
        let site = try ground.site(wishes)
        let blob = Blob(1, count: 1000)
        try site.plant(Array(blob.bytes.dropLast()), at: blob.file())
        try site.permit(0, blob.file())
        let peer = try ground.connect()
        try expectFailure(peer.ask("GET", blob.path()).status, "GET")
        let status = try peer.store(blob).status
        try site.permit(0o400, blob.file())
        try expect(site.bytes(blob.file()), is: Array(blob.bytes.dropLast()), "the file after POST (\(status))")
        try expectFailure(status, "POST")
    }

    /// A file of sysfs says that it has 4096 bytes, and gives an error or fewer when it is read: a disk that fails.
    private static func ioError(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob(1, count: 4096)
        try site.plant(blob)
        try ground.mounts?.bind("/sys/class/net/lo/speed", on: "\(site.repository)/\(blob.file())")
        let peer = try ground.connect()
        let status = try peer.status("GET", blob.path())
        try expect(status == nil || (500...599).contains(status ?? 0), "GET: \(String(describing: status))")
        let repeated = try peer.status("POST", blob.path(), body: blob.bytes)
        try expect(repeated != 200, "POST: 200, and nobody can read what is there")
        try expect(peer.ask("GET", "/config"), 200, "the next request")
    }

    private static func link(_ ground: Ground) throws {
        let site = try ground.site()
        try ground.connect().hangUp()
        let secret = try ground.folder() + "/secret"
        try Data("secret".utf8).write(to: URL(filePath: secret))
        let blob = Blob(1, count: 1000)
        for kind in ["index", "snapshots"] { try site.plantLink(to: secret, at: blob.file(kind)) }
        try site.plantLink(to: "\(secret).missing", at: Blob(2, count: 9).file("index"))
        let peer = try ground.connect()
        for kind in ["index", "snapshots"] {
            try expectFailure(peer.ask("GET", blob.path(kind)).status, "GET \(kind)")
            try expectFailure(peer.ask("HEAD", blob.path(kind)).status, "HEAD \(kind)")
            try expectFailure(peer.status("POST", blob.path(kind), body: blob.bytes), "POST \(kind)")
        }
        try expectFailure(peer.ask("HEAD", Blob(2, count: 9).path("index")).status, "HEAD of a dangling link")
        try expectFailure(peer.store(Blob(2, count: 9), as: "index").status, "POST to a dangling link")
        try expect(FileManager.default.contents(atPath: secret), is: Data("secret".utf8), "the link's target")
        try expect(!FileManager.default.fileExists(atPath: secret + ".missing"), "the dangling link was followed")
    }

    private static func oddFiles(_ ground: Ground) throws {
        let site = try ground.site()
        try ground.connect().hangUp()
        let (folder, pipe) = (Blob(1, count: 10), Blob(2, count: 10))
        try site.plant([1], at: "\(folder.file())/inside")
        try site.plant([1], at: "data/\(pipe.name.prefix(2))/x")
        guard unsafe mkfifo("\(site.repository)/\(pipe.file())", 0o600) == 0 else { throw Breach("mkfifo") }
        let peer = try ground.connect()
        for blob in [folder, pipe] {
            try expectFailure(peer.ask("HEAD", blob.path()).status, "HEAD")
            try expectFailure(peer.ask("GET", blob.path()).status, "GET")
            try expectFailure(peer.store(blob).status, "POST")
        }
        site.exempt("")
    }

    private static func fullDisk(_ ground: Ground) throws {
        var wishes = Wishes()
        wishes.storage = "size=8m"
        let site = try ground.site(wishes)
        try ground.connect().hangUp()
        let peer = try ground.connect()
        // It becomes full in the middle of the upload: nobody could have foreseen that.
        let blob = Blob(1, count: 3 << 20)
        let upload = try peer.beginUpload(blob, sending: 1 << 20)
        try expect(peer.ask("HEAD", "/config"), 200, "meanwhile")
        try fill(site)
        let (whole, status) = (Blob(2, count: 1 << 20), 507)
        try expect(peer.store(whole).status, is: status, "POST on a full disk")
        try peer.cancel(upload)
        try expect(!site.has(whole.file()) && !site.has(blob.file()), "something is stored")
        try expect(peer.ask("HEAD", whole.path()), 404, "HEAD")
        try expect(site.names(in: "tmp"), is: [], "left in tmp")
        try site.remove("../filler")
        try expect(peer.store(whole), 200, "with room again")
        try expect(site.bytes(whole.file()), is: whole.bytes, "the file")
    }

    /// Something happens to the storage, and then a host wants its data back.
    private static func restores(
        _ ground: Ground, then harm: (any Site) throws -> Void, POST status: Int
    ) throws {
        var wishes = Wishes()
        wishes.storage = "size=8m"
        let site = try ground.site(wishes)
        try ground.connect().hangUp()
        let blob = Blob(1, count: 100_000)
        try site.plant(blob)
        try harm(site)
        let ledger = try? site.ledger()
        for hasLedger in [true, false] {
            if !hasLedger { try ledger?.kill() }
            let peer = try ground.connect()
            try expect(peer.ask("GET", "/config"), 200, "GET /config")
            try expect(Lists.names(Lists.list(peer, "data")), is: [blob.name], "the list")
            try expect(peer.ask("GET", blob.path()).body, is: blob.bytes, "GET")
            let wanted = hasLedger || ledger == nil ? status : 503
            try expect(peer.status("POST", Blob("new").path(), body: Blob("new").bytes), is: wanted, "POST")
            try expect(!site.has(Blob("new").file()), "it was stored")
            try peer.hangUp()
        }
    }

    /// Takes all the room that there is.
    private static func fill(_ site: any Site) throws {
        guard let file = unsafe fopen("\(site.repository)/../filler", "w") else { throw Breach("fopen") }
        let block = [UInt8](repeating: 1, count: 4096)
        while unsafe fwrite(block, 1, block.count, file) == block.count, unsafe fflush(file) == 0 {}
        unsafe fclose(file)
    }
}

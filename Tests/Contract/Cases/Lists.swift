internal import Foundation
internal import Glibc
internal import Peer

/// GET of a folder.
enum Lists {
    static let chapter = Chapter(
        title: "Lists",
        cases: [
            Case("An empty list is 200 and `[]`, in both versions") { ground in
                _ = try ground.site()
                let peer = try ground.connect()
                for kind in kinds {
                    for version in ["v1", "v2"] {
                        let answer = try list(peer, kind, version)
                        try expect(answer, 200, "\(kind) \(version)")
                        try expect(compact(answer.text), is: "[]", "\(kind) \(version)")
                    }
                }
            },
            Case("Version 2 has names and sizes, and says so in Content-Type") { ground in
                let blob = Blob(1, count: 321)
                try ground.site().plant(blob, as: "snapshots")
                let answer = try list(ground.connect(), "snapshots", "v2")
                try expect(answer.header("content-type"), is: type("v2"), "Content-Type")
                let wanted = [Entry(name: blob.name, size: 321)]
                try expect(JSONDecoder().decode([Entry].self, from: Data(answer.body)), is: wanted, "the list")
            },
            Case("Version 1 has names, and is what a client gets that asks for nothing") { ground in
                let blob = Blob(1, count: 321)
                try ground.site().plant(blob, as: "index")
                let peer = try ground.connect()
                for answer in [try list(peer, "index", "v1"), try peer.ask("GET", "/index/")] {
                    try expect(
                        JSONDecoder().decode([String].self, from: Data(answer.body)), is: [blob.name], "the list")
                    try expect(answer.header("content-type"), is: type("v1"), "Content-Type")
                }
            },
            Case("A list is not compressed, whatever the client accepts") { ground in
                _ = try ground.site()
                let answer = try ground.connect().ask(
                    "GET", "/data/", headers: [("accept-encoding", "gzip"), ("accept", type("v2"))])
                try expect(answer.header("content-encoding"), is: nil, "Content-Encoding")
                try expect(compact(answer.text), is: "[]", "the list")
            },
            Case("Packs are listed from all their folders", spread),
            Case("Junk in the folders is left out of the lists", junk),
            Case("Objects that go while a list is made are left out; the others are all there", vanishing),
            Case("Lists are whole while objects come", coming),
            Case("A list of 20,000 objects is whole, and memory stays below 64 MiB") { try many(20_000, $0) },
            Case("A list of 1,000,000 objects is whole, and memory stays below 64 MiB", long: true) {
                try many(1_000_000, $0)
            },
        ])

    struct Entry: Codable, Equatable {
        let name: String
        let size: Int
    }

    private static let kinds = ["data", "index", "keys", "locks", "snapshots"]

    static func type(_ version: String) -> String { "application/vnd.x.restic.rest.\(version)" }

    static func list(_ peer: Peer, _ kind: String, _ version: String = "v2") throws -> Answer {
        try peer.ask("GET", "/\(kind)/", headers: [("accept", type(version))])
    }

    /// The names in a list.
    static func names(_ answer: Answer) throws -> Set<String> {
        Set(try JSONDecoder().decode([Entry].self, from: Data(answer.body)).map(\.name))
    }

    private static func compact(_ text: String) -> String { text.filter { !$0.isWhitespace } }

    private static func spread(_ ground: Ground) throws {
        let site = try ground.site()
        let blobs = (0..<300).map { Blob(UInt64($0), count: 10) }
        for blob in blobs { try site.plant(blob) }
        try expect(names(list(ground.connect(), "data")), is: Set(blobs.map(\.name)), "the list of packs")
    }

    private static func junk(_ ground: Ground) throws {
        let site = try ground.site()
        let blob = Blob("good")
        let name = Blob("junk").name
        for kind in kinds { try site.plant(blob, as: kind) }
        for (kind, folder) in [("index", "index"), ("keys", "keys"), ("snapshots", "snapshots"), ("data", "data/00")] {
            for junk in [
                "README", ".hidden", "\(name).tmp", name.uppercased(), String(name.dropLast()), "a\nb", "\u{fffd}",
            ] {
                try site.plant([1], at: "\(folder)/\(junk)")
            }
            if kind != "data" { try site.plant([1], at: "\(kind)/folder/\(name)") }
        }
        // Valid names in a folder that is not theirs are no objects either.
        try site.plant([1], at: "data/00/11\(name.dropFirst(2))")
        let peer = try ground.connect()
        for kind in kinds { try expect(names(list(peer, kind)), is: [blob.name], "the list of \(kind)") }
    }

    private static func vanishing(_ ground: Ground) throws {
        let site = try ground.site()
        let stay = (0..<200).map { Blob(UInt64($0), count: 10) }
        for blob in stay { try site.plant(blob, as: "snapshots") }
        let gone = (1000..<1400).map { Blob(UInt64($0), count: 10) }
        let folder = "\(site.repository)/snapshots"
        let ends = DispatchSemaphore(value: 0)
        for blob in gone { try site.plant(blob, as: "snapshots") }
        Thread.detachNewThread {
            for blob in gone { _ = unsafe unlink("\(folder)/\(blob.name)") }
            ends.signal()
        }
        let peer = try ground.connect()
        for _ in 0..<20 {
            let answer = try list(peer, "snapshots")
            try expect(answer, 200, "a list while objects go")
            try expect(names(answer).isSuperset(of: stay.map(\.name)), "an object that stays is not in the list")
        }
        ends.wait()
    }

    private static func coming(_ ground: Ground) throws {
        let site = try ground.site()
        let peer = try ground.connect()
        var stored: Set<String> = []
        for number in 0..<40 {
            let blob = Blob(UInt64(number), count: 100)
            let upload = try peer.start("POST", blob.path("index"), body: blob.bytes)
            let seen = try names(list(peer, "index"))
            try expect(seen.isSuperset(of: stored), "an object that is stored is not in the list")
            try expect(peer.finish(upload), 200, "POST")
            stored.insert(blob.name)
        }
        try expect(names(list(peer, "index")), is: stored, "the last list")
        try expect(Set(site.names(in: "index")), is: stored, "the folder")
    }

    /// Hard links of a few files: a file system does that quickly.
    private static func many(_ count: Int, _ ground: Ground) throws {
        let site = try ground.site()
        try ground.connect().hangUp()
        for shard in 0..<256 {
            let folder = "\(site.repository)/data/\(hex(shard, 2))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let first = "\(folder)/\(hex(shard, 2))\(hex(0, 62))"
            try Data([1]).write(to: URL(filePath: first))
            for number in 1..<(count / 256 + (shard < count % 256 ? 1 : 0)) {
                let name = "\(folder)/\(hex(shard, 2))\(hex(number, 62))"
                guard unsafe link(first, name) == 0 else { throw Breach("link: \(errno)") }
            }
        }
        let peer = try ground.connect()
        var names = 0
        let quote = UInt8(ascii: "{")
        var last: UInt8 = 0
        let answer = try peer.finish(
            peer.start("GET", "/data/", headers: [("accept", type("v2"))]) { span in
                unsafe span.withUnsafeBytes { bytes in
                    names += unsafe bytes.count { $0 == quote }
                    last = unsafe bytes.last ?? last
                }
            })
        try expect(answer, 200, "the list")
        try expect(names, is: count, "entries")
        try expect(last == UInt8(ascii: "]") || last == UInt8(ascii: "\n"), "the list has no end")
        let peak = try peer.peakMemory()
        try expect(peak < 64 << 20, "\(peak >> 20) MiB")
        site.exempt("")
    }

    private static func hex(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}

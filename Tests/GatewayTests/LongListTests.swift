import Foundation
import Glibc
import Peer
import Testing

@testable import Contract

@Suite("A list so long that half of it is read beside") struct LongListTests {
    /// In which of the 256 folders the packs lie.
    private static let places: [[Int]] = [
        [0], [255], [0, 255], [127, 128], Array(0..<64), Array(192..<256), Array(0..<256),
    ]

    @Test("is whole, and JSON, wherever the packs lie", arguments: places)
    func whole(shards: [Int]) throws {
        let session = try ShortSession { _ in }
        let names = try Self.plant(4000, in: shards, of: session)
        let first = try Lists.list(session.peer, "data", "v1")
        #expect(try JSONDecoder().decode([String].self, from: Data(first.body)).sorted() == names)
        let second = try Lists.list(session.peer, "data", "v2")
        let entries = try JSONDecoder().decode([Lists.Entry].self, from: Data(second.body))
        #expect(entries.map(\.name).sorted() == names && entries.allSatisfy { $0.size == 1 })
    }

    @Test("is whole also for those that read alone, since a session reads one of them beside")
    func together() throws {
        let session = try ShortSession { _ in }
        let names = try Self.plant(4000, in: Array(0..<256), of: session)
        let lists = try (0..<6).map { _ in
            try session.peer.start("GET", "/data/", headers: [("accept", Lists.type("v1"))])
        }
        for list in lists {
            let answer = try session.peer.finish(list)
            #expect(try JSONDecoder().decode([String].self, from: Data(answer.body)).sorted() == names)
        }
        // Lists that nobody wants to the end leave no thread behind that would keep later ones from it.
        for _ in 0..<3 { try session.peer.cancel(try session.peer.start("GET", "/data/")) }
        let last = try Lists.list(session.peer, "data", "v1")
        #expect(try JSONDecoder().decode([String].self, from: Data(last.body)).count == 4000)
    }

    @Test("is broken off where a folder cannot be read, in either half", arguments: [100, 250])
    func broken(shard: Int) throws {
        let session = try ShortSession { _ in }
        _ = try Self.plant(4000, in: [0, 40, 200], of: session)
        let folder = "\(session.site.repository)/data/\(Self.hex(shard, 2))"
        #expect(unsafe rmdir(folder) == 0 && symlink("00", folder) == 0)
        #expect(throws: PeerError.self) { try Lists.list(session.peer, "data") }
        #expect(unsafe unlink(folder) == 0 && mkdir(folder, 0o700) == 0)
        #expect(try Lists.names(Lists.list(session.peer, "data")).count == 4000)
    }

    /// Makes packs of one byte, as many in each folder, and gives their names in order. They are one file under many names:
    /// that is quick.
    private static func plant(_ count: Int, in shards: [Int], of session: ShortSession) throws -> [String] {
        // Its answer says that all folders are there.
        #expect(try session.peer.ask("HEAD", "/config").status == 200)
        let pack = "\(session.site.repository)/tmp/pack"
        try Data([1]).write(to: URL(filePath: pack))
        var names: [String] = []
        for shard in shards {
            let folder = "\(session.site.repository)/data/\(hex(shard, 2))"
            for number in 0..<(count / shards.count + (shard == shards.last ? count % shards.count : 0)) {
                let name = hex(shard, 2) + hex(number, 62)
                try #require(unsafe link(pack, "\(folder)/\(name)") == 0)
                names.append(name)
            }
        }
        #expect(unsafe unlink(pack) == 0)
        session.site.exempt("")
        return names.sorted()
    }

    private static func hex(_ number: Int, _ digits: Int) -> String {
        let text = String(number, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
